import { Failure } from '../../diagnostic/failure.ts'
import { scanSql } from '../../text/scan-sql.ts'
import type { SqlDialect } from '../../text/scan-sql.ts'

/**
 * The text of exactly one query (`select`, `with` or `values`), without a closing semicolon. Throws a `Failure`
 * (`sql/statement`) for anything else.
 */
export function singleQuery(text: string, dialect: SqlDialect): string {
  const end = firstSemicolon(text, dialect)
  const query = text.slice(0, end)
  if (withoutComments(text.slice(end), dialect) !== '') {
    throw new Failure('sql/statement', 'the SQL holds more than one statement', {
      help: 'Write one SELECT, WITH or VALUES; make a step of each further one',
    })
  }
  const [word = ''] = /^\w*/u.exec(withoutComments(query, dialect)) ?? []
  if (!['select', 'with', 'values'].includes(word.toLowerCase())) {
    throw new Failure(
      'sql/statement',
      word === '' ? 'the SQL is empty' : `the SQL starts with "${word}" and not with SELECT, WITH or VALUES`,
      { help: 'A transform only reads its needs; what it selects becomes its dataset' },
    )
  }
  return query
}

/** Where the first semicolon outside strings, names and comments stands; the text's length if there is none. */
function firstSemicolon(text: string, dialect: SqlDialect): number {
  for (const piece of scanSql(text, dialect)) {
    const at = piece.kind === 'code' ? piece.text.indexOf(';') : -1
    if (at >= 0) return piece.start + at
  }
  return text.length
}

/** Nothing if there are but comments, white space and semicolons. */
function withoutComments(text: string, dialect: SqlDialect): string {
  return scanSql(text, dialect)
    .map((piece) => (piece.kind === 'comment' ? ' ' : piece.text))
    .join('')
    .replace(/^[\s;]+/u, '')
}
