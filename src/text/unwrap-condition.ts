import { findExpressions } from './find-expressions.ts'

/** The expression inside `${{ }}` when that is all there is; else the text as it is. */
export function unwrapCondition(text: string): string {
  const trimmed = text.trim()
  const [found] = findExpressions(trimmed)
  const whole = found?.start === 0 && found.closed && found.end === trimmed.length
  return whole ? found.source.trim() : trimmed
}
