import { findExpressions } from './find-expressions.ts'

/** Whose quotes and comments are meant; `either`: it is not known yet, so what one of them quotes is quoted. */
export type SqlDialect = 'sqlite' | 'postgres' | 'mysql' | 'either'

/** A part of SQL: what is run, what stands in quotes (a string or a name), or a comment. `start` is its offset. */
export interface SqlPiece {
  readonly kind: 'code' | 'quoted' | 'comment'
  readonly text: string
  readonly start: number
}

const common = String.raw`\$\{\{|'|"|--|\/\*`
const sqlite = String.raw`|\`|\[`
/** `E'…'` with backslashes, `$tag$…$tag$`; not at the end of a longer word. */
const postgres = String.raw`|(?<![\w$\u0080-\uffff])(?:[eE]'|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$(?!\{\{))`
/** `--` begins a comment of MySQL only before white space. */
const mysql = String.raw`\$\{\{|'|"|--(?![^\s])|\/\*|\`|#`

/** What begins something else than plain code. An expression is one opener: it may hold quotes of its own. */
const openers: Readonly<Record<SqlDialect, string>> = {
  sqlite: common + sqlite,
  postgres: common + postgres,
  mysql,
  either: common + sqlite + postgres,
}

/** SQL in its pieces, in order and without gaps. A `${{ }}` outside quotes and comments is taken whole, as code. */
export function scanSql(sql: string, dialect: SqlDialect): SqlPiece[] {
  const pieces: SqlPiece[] = []
  const opener = new RegExp(openers[dialect], 'g')
  let codeStart = 0
  for (let match = opener.exec(sql); match !== null; match = opener.exec(sql)) {
    const [open] = match
    const start = match.index
    const end = endOf(sql, start, open, dialect)
    if (open !== '${{') {
      if (start > codeStart)
        pieces.push({ kind: 'code', text: sql.slice(codeStart, start), start: codeStart })
      const kind = ['--', '/*', '#'].includes(open) ? 'comment' : 'quoted'
      pieces.push({ kind, text: sql.slice(start, end), start })
      codeStart = end
    }
    opener.lastIndex = end
  }
  if (codeStart < sql.length) pieces.push({ kind: 'code', text: sql.slice(codeStart), start: codeStart })
  return pieces
}

/** What opens at `start` ends before the offset answered: the text's end if it is never closed. */
function endOf(sql: string, start: number, open: string, dialect: SqlDialect): number {
  const inner = start + open.length
  if (open === '${{') return start + (findExpressions(sql.slice(start))[0]?.end ?? open.length)
  if (open === '--' || open === '#') return after(sql, '\n', inner)
  if (open === '/*') return dialect === 'postgres' ? nestedEnd(sql, inner) : after(sql, '*/', inner)
  if (open === '[') return after(sql, ']', inner)
  if (open.startsWith('$')) return after(sql, open, inner)
  const escapes = open.length === 2 || (dialect === 'mysql' && open !== '`')
  return quoteEnd(sql, inner, open.slice(-1), escapes)
}

function after(sql: string, closer: string, from: number): number {
  const at = sql.indexOf(closer, from)
  return at < 0 ? sql.length : at + closer.length
}

/** Two quotes are one of the text; with `escapes` a backslash takes the next character along. */
function quoteEnd(sql: string, from: number, quote: string, escapes: boolean): number {
  for (let at = from; at < sql.length; at++) {
    if (escapes && sql[at] === '\\') at++
    else if (sql[at] !== quote) continue
    else if (sql[at + 1] === quote) at++
    else return at + 1
  }
  return sql.length
}

/** PostgreSQL's comments may hold comments. */
function nestedEnd(sql: string, from: number): number {
  const marks = /\/\*|\*\//g
  marks.lastIndex = from
  let depth = 1
  for (let match = marks.exec(sql); match !== null; match = marks.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return marks.lastIndex
  }
  return sql.length
}
