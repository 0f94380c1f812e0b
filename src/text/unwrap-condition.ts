import { wholeExpression } from './find-expressions.ts'

/** The expression inside `${{ }}` when that is all there is; else the text as it is. */
export function unwrapCondition(text: string): string {
  return (wholeExpression(text) ?? text).trim()
}
