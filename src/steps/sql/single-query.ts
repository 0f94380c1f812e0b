import { Failure } from '../../diagnostic/failure.ts'
import type { SqlDialect } from '../../text/scan-sql.ts'
import { readQuery } from './query-fault.ts'

/**
 * The text of exactly one query (`select`, `with` or `values`), without a closing semicolon. Throws a `Failure`
 * (`sql/statement`) for anything else.
 */
export function singleQuery(text: string, dialect: SqlDialect): string {
  const read = readQuery(text, dialect)
  if ('query' in read) return read.query
  throw new Failure('sql/statement', read.fault.message, { help: read.fault.help })
}
