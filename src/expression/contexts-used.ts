import { TokenType } from '@actions/expressions/lexer'
import { findExpressions } from '../text/find-expressions.ts'
import { isCall, lexExpression } from './parse-expression.ts'

/** The contexts that the expressions in the texts of plain data name, in lower case. */
export function contextsUsed(value: unknown): ReadonlySet<string> {
  const names = new Set<string>()
  for (const text of texts(value))
    for (const { source } of findExpressions(text)) {
      const { tokens } = lexExpression(source)
      for (const [index, token] of tokens.entries())
        if (
          token.type === TokenType.IDENTIFIER &&
          tokens[index - 1]?.type !== TokenType.DOT &&
          !isCall(tokens, index)
        )
          names.add(token.lexeme.toLowerCase())
    }
  return names
}

function* texts(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    if (value.includes('${{')) yield value
  } else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) yield* texts(each)
}
