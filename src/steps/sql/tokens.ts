/** A word, name, string, number or sign of SQL; white space and comments are none. Offsets are UTF-16 units. */
export interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
  /** What it names, without its quotes; absent for what can be no name. */
  readonly name?: string
  readonly quoted: boolean
}

const pattern =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$)|[\p{L}_\u0080-\uFFFF][\p{L}\p{N}_$\u0080-\uFFFF]*|\d[\w.]*|\S/gu

/** The tokens of SQL, near enough to SQLite's own to find a name in them. */
export function sqlTokens(sql: string): Token[] {
  const tokens: Token[] = []
  for (const match of sql.matchAll(pattern)) {
    const [text] = match
    if (text.startsWith('--') || text.startsWith('/*')) continue
    const place = { text, start: match.index, end: match.index + text.length }
    const name = nameOf(text)
    const quoted = /^["`[]/.test(text)
    tokens.push(name === undefined ? { ...place, quoted } : { ...place, quoted, name })
  }
  return tokens
}

function nameOf(text: string): string | undefined {
  const [first = ''] = text
  if (text.length > 1 && first === '[') return text.slice(1, -1)
  if (text.length > 1 && (first === '"' || first === '`'))
    return text.slice(1, -1).replaceAll(first + first, first)
  return /^[\p{L}_\u0080-\uFFFF]/u.test(text) ? text : undefined
}
