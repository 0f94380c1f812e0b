import { nearest } from '../../text/nearest.ts'
import type { NeedTable } from './open-tables.ts'
import { sqlTokens } from './tokens.ts'

const mostListed = 20

/** What to say of a column (`name` or `table.name`) that cannot be named where the query names it. */
export function describeColumn(
  subject: string,
  { sql, needs }: { sql: string; needs: readonly NeedTable[] },
): { message: string; help: string } {
  const dot = subject.lastIndexOf('.')
  const name = subject.slice(dot + 1)
  const table = dot < 0 ? onlyTable(sql, needs) : tableOf(subject.slice(0, dot), sql, needs)
  const columns = table?.columns ?? needs.flatMap((need) => need.columns ?? [])
  const near = nearest(
    name,
    columns.filter((column) => column.toLowerCase() !== name.toLowerCase()),
  )
  const where = table === undefined ? 'that can be named here' : `of "${table.name}"`
  return {
    message: `"${subject}" is not a column ${where}${near === undefined ? '' : `; did you mean "${near}"?`}`,
    help: near === undefined ? remedy(name, columns, { table, sql }) : `write "${near}"`,
  }
}

function remedy(
  name: string,
  columns: readonly string[],
  { table, sql }: { table: NeedTable | undefined; sql: string },
): string {
  if (columns.some((column) => column.toLowerCase() === name.toLowerCase()))
    return 'select it in the query inside, or name its table in the FROM of this one'
  if (sql.includes(`"${name}"`)) return `write a text in single quotes: '${name}'`
  const listed = columns.slice(0, mostListed).join(', ')
  if (table === undefined || listed === '') return 'name a column of a table in its FROM'
  return `its columns are ${listed}${columns.length > mostListed ? ', …' : ''}`
}

/** The one table that the query reads, when it is that and nothing made in between. */
function onlyTable(sql: string, needs: readonly NeedTable[]): NeedTable | undefined {
  const tokens = sqlTokens(sql)
  const sources = tokens.filter((_, index) => /^(?:from|join|with)$/iu.test(tokens[index - 1]?.text ?? ''))
  if (/^with$/iu.test(tokens[0]?.text ?? '')) return undefined
  const [table, ...others] = sources.map(({ name }) => named(name ?? '', needs))
  const read = new Set(tokens.map(({ name }) => named(name ?? '', needs)?.name))
  if (table === undefined || [...read].some((name) => name !== undefined && name !== table.name))
    return undefined
  return others.every((other) => other === table) ? table : undefined
}

/** The need that a qualifier stands for: by its name, or as the alias behind it. */
function tableOf(qualifier: string, sql: string, needs: readonly NeedTable[]): NeedTable | undefined {
  const tokens = sqlTokens(sql).filter(({ text }) => text.toLowerCase() !== 'as')
  const aliased = tokens.findIndex(
    ({ name }, index) =>
      name?.toLowerCase() === qualifier.toLowerCase() &&
      /^(?:from|join|,)$/iu.test(tokens[index - 2]?.text ?? '') &&
      named(tokens[index - 1]?.name ?? '', needs) !== undefined,
  )
  return named(tokens[aliased - 1]?.name ?? qualifier, needs)
}

function named(name: string, needs: readonly NeedTable[]): NeedTable | undefined {
  const wanted = name.replaceAll('-', '_').toLowerCase()
  return needs.find((need) => need.name.replaceAll('-', '_').toLowerCase() === wanted)
}
