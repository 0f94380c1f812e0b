import type { Dataset } from '../../../dataset/column.ts'
import { quoteName } from '../../../dataset/create-table.ts'
import type { DuckdbSession } from '../../../ports/duckdb.ts'
import { typedColumn } from './typed-view.ts'

/**
 * Shows each need as a table by its name, its columns as the types they have; a name with dashes also with underscores.
 * `attached`: the datasets in the order of their schemas, `need_0` and on.
 */
export async function showNeeds(
  session: DuckdbSession,
  needs: readonly Dataset[],
  attached: readonly Dataset[],
  log: (line: string) => void,
): Promise<void> {
  const taken = new Set<string>()
  const show = async (alias: string, need: Dataset): Promise<void> => {
    if (taken.has(alias)) return
    taken.add(alias)
    const table = `need_${attached.findIndex(({ path }) => path === need.path)}.${quoteName(need.tableName ?? need.name)}`
    const fine = await fineColumns(session, table, need)
    for (const name of fine.keys())
      log(`"${name}" of "${need.name}" is finer than microseconds: DuckDB sees it as text`)
    const columns = need.columns.map((column) => typedColumn(column, fine.get(column.name)))
    await session.query(`create view ${quoteName(alias)} as select ${columns.join(', ')} from ${table}`)
  }
  for (const need of needs) await show(need.name, need)
  for (const need of needs) await show(need.name.replaceAll('-', '_'), need)
}

/** The timestamps that DuckDB could not hold, with the digits of their longest fraction. */
async function fineColumns(
  session: DuckdbSession,
  table: string,
  { columns }: Dataset,
): Promise<ReadonlyMap<string, number>> {
  const times = columns.filter(({ type }) => type === 'timestamp')
  if (times.length === 0) return new Map()
  const terms = times.map(
    ({ name }, index) => `max(length(regexp_extract(${quoteName(name)}, '\\.(\\d{7,9})', 1))) as f${index}`,
  )
  const [row = {}] = await session.query(`select ${terms.join(', ')} from ${table}`)
  const digits = times.map(({ name }, index) => [name, Number(row[`f${index}`] ?? 0)] as const)
  return new Map(digits.filter(([, most]) => most > 0))
}
