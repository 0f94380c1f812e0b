import { type Token, TokenType } from '@actions/expressions/lexer'
import type { Code } from '../diagnostic/codes.ts'
import { nearest } from '../text/nearest.ts'
import { tokenSpan } from './parse-expression.ts'
import { type Properties, type Shape, propertyOf } from './shape.ts'
import { walkPath } from './walk-path.ts'

/** A mistake inside an expression; offsets are in its source. */
export interface ExpressionMistake {
  readonly code: Code
  /** Default: an error. */
  readonly severity?: 'warning'
  readonly message: string
  readonly help?: string
  readonly start: number
  readonly end: number
}

interface Named {
  readonly name: string
  readonly token: Token
}

/** The first property behind a context's name that its value cannot have. */
export function checkPath(tokens: readonly Token[], index: number, shape: Shape): ExpressionMistake[] {
  let shapes: readonly Shape[] = [shape]
  let end = index
  for (const step of walkPath(tokens, index)) {
    if (shapes.includes('any')) return []
    const known = shapes.filter((each) => typeof each === 'object')
    if (step.kind !== 'name') {
      shapes = known.flatMap(({ properties }) => [...properties.values()])
      if (shapes.length === 0) return []
      continue
    }
    const found = known.flatMap(
      (each) => propertyOf(each, step.name) ?? (each.also?.(step.name) === true ? 'any' : []),
    )
    if (found.length === 0)
      return known.length === 0 ? [noParts(tokens.slice(index, end + 1), step)] : unknownProperty(step, known)
    end = tokens.indexOf(step.token)
    if (tokens[end + 1]?.type === TokenType.RIGHT_BRACKET) end += 1
    shapes = found
  }
  return []
}

function noParts(before: readonly Token[], { name, token }: Named): ExpressionMistake {
  const value = before.map(({ lexeme }) => lexeme).join('')
  return {
    code: 'expression/unknown',
    message: `\`${value}\` is one value: it has no "${name}"`,
    help: `write \`${value}\``,
    ...tokenSpan(token),
  }
}

function unknownProperty({ name, token }: Named, known: readonly Properties[]): ExpressionMistake[] {
  const [first] = known
  if (first === undefined) return []
  const refusal = first.refusals?.get(name) ?? first.refusals?.get(name.toLowerCase())
  if (refusal !== undefined) return [{ code: 'expression/unknown', ...refusal, ...tokenSpan(token) }]
  const names = [...new Set(known.flatMap(({ properties }) => [...properties.keys()]))]
  if (!known.some(({ open }) => open === true))
    return [unknownName(token, `"${name}" is not ${first.noun}`, name, names)]
  if (nearest(name, names) === undefined) return []
  return [{ ...unknownName(token, `"${name}" is not ${first.noun}`, name, names), severity: 'warning' }]
}

/** A name that is none of the candidates, with the nearest of them. */
export function unknownName(
  token: Token,
  message: string,
  name: string,
  candidates: readonly string[],
): ExpressionMistake {
  const near = nearest(name, candidates)
  const help = near === undefined ? expected(candidates) : `write "${near}"`
  return {
    code: 'expression/unknown',
    message: near === undefined ? message : `${message}; did you mean "${near}"?`,
    ...(help === undefined ? {} : { help }),
    ...tokenSpan(token),
  }
}

function expected(candidates: readonly string[]): string | undefined {
  return candidates.length === 0 || candidates.length > 20 ? undefined : `use one of ${candidates.join(', ')}`
}
