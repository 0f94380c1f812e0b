import { Failure } from '../../diagnostic/failure.ts'
import { type SqlPlace, SqlFailure } from '../../diagnostic/sql-failure.ts'
import { authoredSpan, bindSql, quotedIn } from '../../expression/bind-sql.ts'
import type { Dialect } from '../../ports/database.ts'
import type { SqlValue } from '../../ports/sqlite.ts'
import type { StepContext } from '../step.ts'
import { readComplaint } from './place-complaint.ts'
import { singleQuery } from './single-query.ts'
import { sqlTokens } from './tokens.ts'

/**
 * An author's query as a database takes it: one query, its expressions bound. Throws a `Failure` (`sql/statement`) for
 * anything else, and for an expression in what this database quotes: it would be text there.
 */
export function boundQuery(
  text: string,
  dialect: Dialect,
  bind: StepContext['bind'],
): { readonly sql: string; readonly parameters: readonly SqlValue[] } {
  const [quoted] = quotedIn(text, dialect)
  if (quoted !== undefined)
    throw new Failure(
      'sql/statement',
      `\`${text.slice(quoted.start, quoted.end)}\` stands in quotes, where it would be text`,
      {
        help: 'Take it out of the quotes: it is bound as a parameter',
      },
    )
  const { sql, expressions } = bindSql(text, dialect)
  return { sql: singleQuery(sql, dialect), parameters: expressions.map(bind) }
}

interface Asked {
  /** As its author wrote it. */
  readonly text: string
  readonly dialect: Dialect
}

/** The same failure with the place of the mistake in the manifest (or in the file of the query), as far as the database tells it. */
export async function locateInDatabase(
  error: unknown,
  { text, dialect }: Asked,
  placeOfSql: StepContext['placeOfSql'],
): Promise<unknown> {
  if (!(error instanceof Failure)) return error
  const place = placeIn(error)
  const { sql } = bindSql(text, dialect)
  const offset = place === undefined ? undefined : offsetOf(place, sql)
  if (offset === undefined) return error
  const word = sqlTokens(sql).find(({ start, end }) => start <= offset && offset < end)
  const span = authoredSpan(text, dialect, { start: offset, end: word?.end ?? offset + 1 })
  const where = (await placeOfSql?.(text, span)) ?? lineAndColumn(text, span.start)
  const { code, message, retryable, help, facts } = error
  return new Failure(code, `${message} (${where})`, {
    retryable,
    facts,
    ...(help === undefined ? {} : { help }),
  })
}

/** SQLite quotes the word at fault and tells no place. */
function placeIn(error: Failure): SqlPlace | undefined {
  if (error instanceof SqlFailure) return error.place
  const subject = readComplaint(error.message)?.subject ?? ''
  return subject === '' ? undefined : { name: subject.split('.').at(-1) ?? '' }
}

function offsetOf(place: SqlPlace, sql: string): number | undefined {
  if ('offset' in place) return place.offset
  if ('name' in place) {
    const wanted = place.name.toLowerCase()
    return sqlTokens(sql).find((token) => (token.name ?? token.text).toLowerCase() === wanted)?.start
  }
  const lineStart = sql
    .split('\n')
    .slice(0, place.line - 1)
    .reduce((sum, line) => sum + line.length + 1, 0)
  const at = sql.indexOf(place.near, lineStart)
  return at < 0 ? lineStart : at
}

function lineAndColumn(text: string, at: number): string {
  const before = text.slice(0, at).split('\n')
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} of the SQL`
}
