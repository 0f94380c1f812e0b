import { scanSql } from '../../text/scan-sql.ts'
import type { SqlDialect } from '../../text/scan-sql.ts'

/** Why a text is not one query, and where that shows. */
export interface QueryFault {
  readonly message: string
  readonly help: string
  readonly start: number
  readonly end: number
}

/** The text of exactly one query (`select`, `with` or `values`) without a closing semicolon, or why it is none. */
export function readQuery(text: string, dialect: SqlDialect): { query: string } | { fault: QueryFault } {
  const end = firstSemicolon(text, dialect)
  const more = firstWord(text, end, dialect)
  if (more.word !== '')
    return {
      fault: {
        message: 'the SQL holds more than one statement',
        help: 'write one SELECT, WITH or VALUES; make a step of each further one',
        start: more.start,
        end: more.start + more.word.length,
      },
    }
  const query = text.slice(0, end)
  const { word, start } = firstWord(query, 0, dialect)
  if (['select', 'with', 'values'].includes(word.toLowerCase())) return { query }
  return {
    fault: {
      message:
        word === ''
          ? 'the SQL is empty'
          : `the SQL starts with "${word}" and not with SELECT, WITH or VALUES`,
      help: 'select the rows that are wanted: a query only reads',
      start,
      end: start + word.length,
    },
  }
}

/** Where the first semicolon outside strings, names and comments stands; the text's length if there is none. */
function firstSemicolon(text: string, dialect: SqlDialect): number {
  for (const piece of scanSql(text, dialect)) {
    const at = piece.kind === 'code' ? piece.text.indexOf(';') : -1
    if (at >= 0) return piece.start + at
  }
  return text.length
}

/** The first word, or else the first sign, from an offset on, comments and semicolons aside. */
function firstWord(text: string, from: number, dialect: SqlDialect): { word: string; start: number } {
  for (const piece of scanSql(text.slice(from), dialect)) {
    const match = piece.kind === 'comment' ? null : /\w+|[^\s;]/u.exec(piece.text)
    if (match !== null) return { word: match[0], start: from + piece.start + match.index }
  }
  return { word: '', start: 0 }
}
