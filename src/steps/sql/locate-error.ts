import { Failure } from '../../diagnostic/failure.ts'
import { findExpressions } from '../../text/find-expressions.ts'
import { nearest } from '../../text/nearest.ts'

/**
 * SQLite names the word at fault but not its place: the place is added when that word stands only once in the
 * author's text, its `${{ }}` not counted. Other errors pass as they are.
 */
export function locateSqlError(error: unknown, text: string, tables: readonly string[] = []): unknown {
  if (!(error instanceof Failure) || error.code !== 'sql/error') return error
  const word =
    /near "(.+?)"|no such (?:column|table|function): (?:[^.\s]+\.)*(\S+)|ambiguous column name: (?:[^.\s]+\.)*(\S+)/u.exec(
      error.message,
    )
  const token = word?.slice(1).find((group) => group !== undefined)
  const place = token === undefined ? undefined : onlyPlace(text, token)
  const where = place === undefined ? '' : ` (line ${place.line}, column ${place.column} of the SQL)`
  const help = error.message.startsWith('no such table') ? tableHelp(token ?? '', tables) : undefined
  return new Failure(error.code, `${error.message}${where}`, help === undefined ? {} : { help })
}

function tableHelp(name: string, tables: readonly string[]): string {
  const close = nearest(name, tables)
  if (close !== undefined) return `Did you mean "${close}"?`
  return tables.length === 0 ? 'Add the step it comes from to "needs"' : `Its needs are ${tables.join(', ')}`
}

function onlyPlace(text: string, token: string): { line: number; column: number } | undefined {
  const escaped = token.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`)
  const found = [...withoutExpressions(text).matchAll(new RegExp(`(?<!\\w)${escaped}(?!\\w)`, 'giu'))]
  const [match] = found
  if (match === undefined || found.length > 1) return undefined
  const before = text.slice(0, match.index).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** The author's text with a `?`, as SQLite saw it, where each expression begins: every other character keeps its place. */
function withoutExpressions(text: string): string {
  let rest = ''
  let end = 0
  for (const found of findExpressions(text)) {
    const blank = text.slice(found.start + 1, found.end).replaceAll(/[^\n]/g, ' ')
    rest += `${text.slice(end, found.start)}?${blank}`
    end = found.end
  }
  return rest + text.slice(end)
}
