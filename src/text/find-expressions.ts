/** One `${{ … }}` of a text. Offsets are in UTF-16 units of that text. */
export interface Found {
  /** What stands between the brackets, as written. */
  readonly source: string
  /** Where `source` begins. */
  readonly sourceStart: number
  /** Where `${{` begins. */
  readonly start: number
  /** After `}}`; the end of the text when it is not closed. */
  readonly end: number
  readonly closed: boolean
}

/** Every `${{ }}` of a text. Brackets inside an expression's own `'strings'` do not close it. */
export function findExpressions(text: string): Found[] {
  const found: Found[] = []
  let start = text.indexOf('${{')
  while (start >= 0) {
    const sourceStart = start + 3
    const close = closing(text, sourceStart)
    const closed = close >= 0
    const end = closed ? close + 2 : text.length
    found.push({ source: text.slice(sourceStart, closed ? close : end), sourceStart, start, end, closed })
    start = closed ? text.indexOf('${{', end) : -1
  }
  return found
}

function closing(text: string, from: number): number {
  let quoted = false
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") quoted = !quoted
    else if (!quoted && text.startsWith('}}', at)) return at
  }
  return -1
}

/** The source of the one `${{ }}` that a text is, with nothing but white space around it: its value keeps its type. */
export function wholeExpression(text: string): string | undefined {
  const trimmed = text.trim()
  if (!trimmed.startsWith('${{') || !trimmed.endsWith('}}')) return undefined
  const [found] = findExpressions(trimmed)
  return found?.closed === true && found.end === trimmed.length ? found.source : undefined
}
