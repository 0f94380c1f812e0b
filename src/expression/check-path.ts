import type { Token } from '@actions/expressions/lexer'
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

/** The first property behind a context's name that its value cannot have. */
export function checkPath(tokens: readonly Token[], index: number, shape: Shape): ExpressionMistake[] {
  let shapes: readonly Shape[] = [shape]
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
    if (found.length === 0) return unknownProperty(step, known)
    shapes = found
  }
  return []
}

function unknownProperty(
  { name, token }: { readonly name: string; readonly token: Token },
  known: readonly Properties[],
): ExpressionMistake[] {
  const [first] = known
  if (first === undefined)
    return [
      {
        code: 'expression/unknown',
        message: `"${name}" is not there: what stands before it has no parts`,
        ...tokenSpan(token),
      },
    ]
  const refusal = first.refusals?.[name.toLowerCase()]
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
