import { TokenType } from '@actions/expressions/lexer'
import type { Manifest } from '../manifest/manifest.ts'
import { findExpressions } from '../text/find-expressions.ts'
import { lexExpression } from './parse-expression.ts'

/** The secrets and variables a manifest's expressions name, each once, sorted: what a workflow must hand over. */
export function namesUsed(manifest: Manifest): { secrets: string[]; vars: string[] } {
  const secrets = new Set<string>()
  const vars = new Set<string>()
  const collect = (source: string) => {
    const { tokens } = lexExpression(source)
    for (const [index, token] of tokens.entries()) {
      const context = token.lexeme.toLowerCase()
      if (token.type !== TokenType.IDENTIFIER || tokens[index - 1]?.type === TokenType.DOT) continue
      const property = tokens[index + 2]
      if (property === undefined || (context !== 'secrets' && context !== 'vars')) continue
      ;(context === 'secrets' ? secrets : vars).add(String(property.value ?? property.lexeme))
    }
  }
  for (const text of textsIn(manifest)) for (const { source } of findExpressions(text)) collect(source)
  for (const step of manifest.steps) if (step.if !== undefined) collect(step.if)
  return { secrets: [...secrets].toSorted(), vars: [...vars].toSorted() }
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    if (value.includes('${{')) yield value
  } else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) yield* textsIn(each)
}
