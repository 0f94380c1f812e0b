import { Failure } from '../../diagnostic/failure.ts'

/**
 * SQLite names the word at fault but not its place: the place is added when that word stands only once in the
 * author's text. Other errors pass as they are.
 */
export function locateSqlError(error: unknown, text: string): unknown {
  if (!(error instanceof Failure) || error.code !== 'sql/error') return error
  const word =
    /near "(.+?)"|no such (?:column|table|function): (?:[^.\s]+\.)*(\S+)|ambiguous column name: (?:[^.\s]+\.)*(\S+)/u.exec(
      error.message,
    )
  const token = word?.slice(1).find((group) => group !== undefined)
  const place = token === undefined ? undefined : onlyPlace(text, token)
  if (place === undefined) return error
  return new Failure(error.code, `${error.message} (line ${place.line}, column ${place.column} of the SQL)`)
}

function onlyPlace(text: string, token: string): { line: number; column: number } | undefined {
  const escaped = token.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`)
  const found = [...text.matchAll(new RegExp(`(?<!\\w)${escaped}(?!\\w)`, 'giu'))]
  const [match] = found
  if (match === undefined || found.length > 1) return undefined
  const before = text.slice(0, match.index).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
