import { findExpressions } from '../text/find-expressions.ts'

/** SQL with a `?` for each expression, and the expressions in the order of the `?`. */
export interface BoundSql {
  readonly sql: string
  readonly expressions: readonly string[]
}

/**
 * Makes each `${{ e }}` of SQL a bound parameter. One inside a quoted string, a quoted name or a comment cannot be a
 * parameter and is left as it is; `validate` refuses those in quotes (`quotedExpressions`).
 */
export function bindSql(sql: string): BoundSql {
  const expressions: string[] = []
  let bound = ''
  for (const piece of sqlPieces(sql)) {
    let end = 0
    if (piece.kind !== 'code') {
      bound += piece.text
      continue
    }
    for (const found of findExpressions(piece.text)) {
      bound += `${piece.text.slice(end, found.start)}?`
      expressions.push(found.source.trim())
      end = found.end
    }
    bound += piece.text.slice(end)
  }
  return { sql: bound, expressions }
}

/** The offsets of the expressions that stand inside quotes, where they would stay text. */
export function quotedExpressions(sql: string): { start: number; end: number }[] {
  return sqlPieces(sql).flatMap(({ kind, text, start }) =>
    kind === 'quoted'
      ? findExpressions(text).map((found) => ({ start: start + found.start, end: start + found.end }))
      : [],
  )
}

/** The offset ranges of comments: expressions there are never evaluated. */
export function sqlComments(sql: string): { start: number; end: number }[] {
  return sqlPieces(sql).flatMap(({ kind, text, start }) =>
    kind === 'comment' ? [{ start, end: start + text.length }] : [],
  )
}

interface Piece {
  readonly kind: 'code' | 'quoted' | 'comment'
  readonly text: string
  readonly start: number
}

/** An expression is taken whole before SQL's own quotes are seen: it may hold quotes of its own. */
const special = /\$\{\{|'|"|`|\[|--|\/\*/g

function sqlPieces(sql: string): Piece[] {
  const pieces: Piece[] = []
  let codeStart = 0
  special.lastIndex = 0
  for (let match = special.exec(sql); match !== null; match = special.exec(sql)) {
    const start = match.index
    const end = endOf(sql, start, match[0])
    if (match[0] !== '${{') {
      pieces.push({ kind: 'code', text: sql.slice(codeStart, start), start: codeStart })
      const kind = match[0] === '--' || match[0] === '/*' ? 'comment' : 'quoted'
      pieces.push({ kind, text: sql.slice(start, end), start })
      codeStart = end
    }
    special.lastIndex = end
  }
  pieces.push({ kind: 'code', text: sql.slice(codeStart), start: codeStart })
  return pieces
}

function endOf(sql: string, start: number, opener: string): number {
  if (opener === '${{') return start + (findExpressions(sql.slice(start))[0]?.end ?? 3)
  if (opener === '--') return after(sql, '\n', start)
  if (opener === '/*') return after(sql, '*/', start + 2)
  if (opener === '[') return after(sql, ']', start)
  let close = sql.indexOf(opener, start + 1)
  while (close >= 0 && sql[close + 1] === opener) close = sql.indexOf(opener, close + 2)
  return close < 0 ? sql.length : close + 1
}

function after(sql: string, closer: string, from: number): number {
  const at = sql.indexOf(closer, from)
  return at < 0 ? sql.length : at + closer.length
}
