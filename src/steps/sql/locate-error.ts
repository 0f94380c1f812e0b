import { Failure } from '../../diagnostic/failure.ts'
import { SqlFailure } from '../../diagnostic/sql-failure.ts'
import { bindInPlace } from '../../expression/bind-sql.ts'
import { nearest } from '../../text/nearest.ts'
import type { StepContext } from '../step.ts'
import type { NeedTable } from './open-tables.ts'
import type { Span } from './place-complaint.ts'

/** A query that failed: as its author wrote it, with the tables that it saw. */
export interface FailedQuery {
  readonly text: string
  readonly tables: readonly NeedTable[]
  /** Whether names with underscores stand for those with dashes. */
  readonly aliases: boolean
  /** Says whose query it is when the step has several, e.g. `check "totals"`. */
  readonly label?: string
}

const ofTheQuery = new Set(['sql/error', 'sql/refused', 'sql/statement', 'database/error', 'database/value'])

/**
 * The same failure with the place of the mistake in the manifest (or in the file of the query). SQLite names the word
 * at fault but not its place, so the query is compiled again, against empty tables. Other errors pass as they are.
 */
export async function locateSqlError(
  error: unknown,
  query: FailedQuery,
  placeOfSql: StepContext['placeOfSql'],
): Promise<unknown> {
  if (!(error instanceof Failure) || !ofTheQuery.has(error.code)) return error
  const { span, help = error.help } = await explain(error, query)
  const place = await placeOfSql?.(query.text, span ?? firstWord(query.text))
  const where = place ?? (span === undefined ? undefined : placeInText(query.text, span))
  const said = `${query.label === undefined ? '' : `${query.label}: `}${error.message}`
  const message = where === undefined ? said : `${said} (${where})`
  return new Failure(error.code, message, { facts: error.facts, ...(help === undefined ? {} : { help }) })
}

async function explain(
  error: Failure,
  { text, tables, aliases, label }: FailedQuery,
): Promise<{ span?: Span; help?: string }> {
  if (error instanceof SqlFailure && 'offset' in error.place)
    return { span: { start: error.place.offset, end: error.place.offset + 1 } }
  if (error.code.startsWith('database/')) return {}
  const { judgeQuery } = await import('./judge-query.ts')
  const { QueryCompiler } = await import('./query-compiler.ts')
  using database = new QueryCompiler()
  const sql = bindInPlace(text)
  const describeTable = (name: string) => ({ message: '', help: tableHelp(name, tables, label) })
  const { mistake } = await judgeQuery(
    { sql, needs: tables, aliases, makesDataset: false, describeTable },
    database,
  )
  if (mistake !== undefined)
    return { span: mistake, ...(mistake.help === undefined ? {} : { help: mistake.help }) }
  const { placeComplaint, readComplaint } = await import('./place-complaint.ts')
  const complaint = readComplaint(error.message)
  const span =
    complaint === undefined
      ? undefined
      : await placeComplaint(complaint, sql, async (each) => database.compile(each))
  return span === undefined ? {} : { span }
}

/** Those with a label are checks: they may see other tables of their database too. */
function tableHelp(name: string, tables: readonly NeedTable[], label: string | undefined): string {
  const names = tables.map((table) => table.name)
  const close = nearest(name, names)
  if (close !== undefined) return `Did you mean "${close}"?`
  if (label !== undefined) return `The rows it judges are called ${names.join(' or ')}`
  return names.length === 0
    ? 'Add the step it comes from to "needs"'
    : `The tables it sees are ${names.join(', ')}`
}

function firstWord(text: string): Span {
  const start = Math.max(0, text.search(/\S/))
  return { start, end: start + 1 }
}

function placeInText(text: string, { start }: Span): string {
  const before = text.slice(0, start).split('\n')
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} of the SQL`
}
