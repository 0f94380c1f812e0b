import { type Token, TokenType } from '@actions/expressions/lexer'

/** One step of `needs.orders['result'].*[0]`: a name, every value there is, or a place that is computed. */
export type PathStep =
  | { readonly kind: 'name'; readonly name: string; readonly token: Token }
  | { readonly kind: 'every' | 'computed' }

/** What stands behind the token at `index`, as far as it leads into its value. */
export function* walkPath(tokens: readonly Token[], index: number): Generator<PathStep> {
  let at = index + 1
  for (;;) {
    const opener = tokens[at]?.type
    const next = tokens[at + 1]
    if (opener === TokenType.DOT) {
      if (next?.type === TokenType.IDENTIFIER) yield { kind: 'name', name: next.lexeme, token: next }
      else if (next?.type === TokenType.STAR) yield { kind: 'every' }
      else return
      at += 2
      continue
    }
    if (opener !== TokenType.LEFT_BRACKET) return
    const end = closing(tokens, at)
    yield inBrackets(tokens.slice(at + 1, end))
    at = end + 1
  }
}

function inBrackets(inside: readonly Token[]): PathStep {
  const [only, ...others] = inside
  if (only === undefined || others.length > 0) return { kind: 'computed' }
  if (only.type === TokenType.STRING) return { kind: 'name', name: String(only.value), token: only }
  return { kind: only.type === TokenType.STAR ? 'every' : 'computed' }
}

function closing(tokens: readonly Token[], opener: number): number {
  let depth = 0
  for (let at = opener; at < tokens.length; at++) {
    if (tokens[at]?.type === TokenType.LEFT_BRACKET) depth += 1
    if (tokens[at]?.type === TokenType.RIGHT_BRACKET && --depth === 0) return at
  }
  return tokens.length
}
