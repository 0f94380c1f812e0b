import type { Column } from '../../dataset/column.ts'
import { foldName, quoteName } from '../../dataset/create-table.ts'
import { sqlTokens } from './tokens.ts'

type Ask = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** What a time is without a fraction, a point and a `Z`. */
const bare = 21

/**
 * Of a table's zoned timestamps that a query may compare, those whose fractions differ in length: the `Z` behind a short one
 * would sort behind the digits of a longer one. By name, with the digits of the longest.
 */
export async function unevenTimes(
  query: string,
  { columns, table }: { readonly columns: readonly Column[]; readonly table: string },
  ask: Ask,
): Promise<ReadonlyMap<string, number>> {
  const uneven = new Map<string, number>()
  for (const { name } of zonedTimes(query, columns)) {
    const [size, from] = [`octet_length(${quoteName(name)})`, `from ${table}`]
    const first = `select ${size} ${from} where ${quoteName(name)} is not null limit 1`
    const [row] = await ask(`select exists(select 1 ${from} where ${size} <> (${first})) as uneven`)
    if (Number(row?.['uneven']) !== 1) continue
    const [widest] = await ask(`select max(${size}) as size ${from}`)
    uneven.set(name, Number(widest?.['size']) - bare)
  }
  return uneven
}

/** A column that no word of the query is can still be reached by a `*`. */
function zonedTimes(query: string, columns: readonly Column[]): readonly Column[] {
  const times = columns.filter(({ type, zoned }) => type === 'timestamp' && zoned === true)
  if (times.length === 0) return []
  const tokens = sqlTokens(query)
  const names = new Set(tokens.map(({ name }) => (name === undefined ? '' : foldName(name))))
  const all = tokens.some(({ text }, index) => text === '*' && tokens[index - 1]?.text !== '(')
  return all ? times : times.filter(({ name }) => names.has(foldName(name)))
}

/** What selects the columns of a table, its uneven times with as many digits each. In SQLite's dialect and DuckDB's. */
export function evenColumns(names: readonly string[], uneven: ReadonlyMap<string, number>): string {
  return names
    .map((name) => {
      const digits = uneven.get(name)
      return digits === undefined ? quoteName(name) : `${evenTime(name, digits)} as ${quoteName(name)}`
    })
    .join(', ')
}

/** A zoned time with so many digits of fraction. */
export function evenTime(name: string, digits: number): string {
  const column = quoteName(name)
  const fraction = `trim(substr(${column}, 20), '.Z')`
  return `substr(${column}, 1, 19) || '.' || substr(${fraction} || '000000000', 1, ${digits}) || 'Z'`
}
