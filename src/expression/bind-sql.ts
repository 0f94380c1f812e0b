import { findExpressions } from '../text/find-expressions.ts'
import { scanSql } from '../text/scan-sql.ts'
import type { SqlDialect } from '../text/scan-sql.ts'

/** SQL with a parameter for each expression (`$1`, `$2`, … in PostgreSQL, else `?`), and the expressions in their order. */
export interface BoundSql {
  readonly sql: string
  readonly expressions: readonly string[]
}

/**
 * Makes each `${{ e }}` of SQL a bound parameter. One inside a quoted string, a quoted name or a comment cannot be a
 * parameter and is left as it is; `validate` refuses those in quotes (`quotedExpressions`).
 */
export function bindSql(sql: string, dialect: SqlDialect): BoundSql {
  const expressions: string[] = []
  let bound = ''
  for (const piece of scanSql(sql, dialect)) {
    let end = 0
    if (piece.kind !== 'code') {
      bound += piece.text
      continue
    }
    for (const found of findExpressions(piece.text)) {
      expressions.push(found.source.trim())
      const parameter = dialect === 'postgres' ? `$${expressions.length}` : '?'
      bound += piece.text.slice(end, found.start) + parameter
      end = found.end
    }
    bound += piece.text.slice(end)
  }
  return { sql: bound, expressions }
}

/** Where what stands at a span of the SQL that `bindSql` made stands in what its author wrote. */
export function authoredSpan(
  sql: string,
  dialect: SqlDialect,
  { start, end }: { readonly start: number; readonly end: number },
): { start: number; end: number } {
  let shift = 0
  let count = 0
  for (const piece of scanSql(sql, dialect)) {
    if (piece.kind !== 'code') continue
    for (const found of findExpressions(piece.text)) {
      count++
      const at = piece.start + found.start
      const size = dialect === 'postgres' ? `$${count}`.length : 1
      const bound = at - shift
      if (start < bound) return { start: start + shift, end: end + shift }
      if (start < bound + size) return { start: at, end: piece.start + found.end }
      shift += found.end - found.start - size
    }
  }
  return { start: start + shift, end: end + shift }
}

/** The offsets of the expressions that stand in what this database takes for quotes. */
export function quotedIn(sql: string, dialect: SqlDialect): { start: number; end: number }[] {
  return scanSql(sql, dialect).flatMap(({ kind, text, start }) =>
    kind === 'quoted'
      ? findExpressions(text).map((found) => ({ start: start + found.start, end: start + found.end }))
      : [],
  )
}

/** The same SQL as `bindSql`'s for SQLite, with white space behind each `?`: every other character keeps its offset. */
export function bindInPlace(sql: string): string {
  return scanSql(sql, 'sqlite')
    .map(({ kind, text }) => (kind === 'code' ? boundInPlace(text) : text))
    .join('')
}

function boundInPlace(code: string): string {
  let bound = ''
  let end = 0
  for (const found of findExpressions(code)) {
    const blank = code.slice(found.start + 1, found.end).replaceAll(/[^\n]/g, ' ')
    bound += `${code.slice(end, found.start)}?${blank}`
    end = found.end
  }
  return bound + code.slice(end)
}

/** The offsets of the expressions that stand inside quotes, where they would stay text. */
export function quotedExpressions(sql: string): { start: number; end: number }[] {
  return quotedIn(sql, 'either')
}

/** The offset ranges of comments: expressions there are never evaluated. */
export function sqlComments(sql: string): { start: number; end: number }[] {
  return scanSql(sql, 'either').flatMap(({ kind, text, start }) =>
    kind === 'comment' ? [{ start, end: start + text.length }] : [],
  )
}
