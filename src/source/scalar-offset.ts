import { type ScalarEvent, getScalarValue, SCALAR_STYLE } from 'js-yaml'

/**
 * The offset in the text of the character at `offset` of a scalar's decoded value, whatever the scalar's style:
 * folding and indentation change only white space, so it is the character with as many others before it. An
 * offset that stands on white space leads to the next character.
 */
export function scalarOffset(text: string, event: ScalarEvent, offset: number): number {
  const value = getScalarValue(text, event)
  let before = 0
  for (let i = 0; i < offset; i++) if (!isWhite(value[i])) before++
  let at = event.valueStart
  while (at < event.valueEnd) {
    const length = unitLength(text, at, event.style)
    if (!isWhiteUnit(text, at, length)) {
      if (before === 0) return at
      before--
    }
    at += length
  }
  return event.valueEnd
}

/** How many characters of the text make one of the value: more than one in an escape. */
function unitLength(text: string, at: number, style: ScalarEvent['style']): number {
  if (style === SCALAR_STYLE.SINGLE_QUOTED) return text.startsWith("''", at) ? 2 : 1
  if (style !== SCALAR_STYLE.DOUBLE_QUOTED || text[at] !== '\\') return 1
  const kind = text[at + 1]
  return kind === 'x' ? 4 : kind === 'u' ? 6 : kind === 'U' ? 10 : 2
}

function isWhiteUnit(text: string, at: number, length: number): boolean {
  return (
    isWhite(text[at]) || (length === 2 && text[at] === '\\' && /[tnrvfNLP_ \t\r\n]/.test(text[at + 1] ?? ''))
  )
}

function isWhite(character: string | undefined): boolean {
  return character !== undefined && /\s/.test(character)
}
