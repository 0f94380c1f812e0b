import { type Token, TokenType } from '@actions/expressions/lexer'
import type { Code } from '../diagnostic/codes.ts'
import { nearest } from '../text/nearest.ts'
import { type ContextName, contextNames } from './contexts.ts'
import { functionNames, isFunction, isStatusFunction } from './functions.ts'
import { isCall, lexExpression, parseExpression, tokenSpan } from './parse-expression.ts'

/** What expressions at one place of a manifest can name. */
export interface Scope {
  /** How the place is called in messages, e.g. `` `env` of step "orders" ``. */
  readonly where: string
  /** The contexts that are there, each with the names it holds; `null`: any name. */
  readonly contexts: Partial<Readonly<Record<ContextName, ReadonlySet<string> | null>>>
  /** Whether `success()` and its like can be asked. */
  readonly status: boolean
  /** Told instead of the usual when a context is not there. */
  readonly refusals?: Partial<
    Readonly<Record<ContextName, { readonly code: Code; readonly message: string; readonly help: string }>>
  >
}

/** A mistake inside an expression; offsets are in its source. */
export interface ExpressionMistake {
  readonly code: Code
  readonly message: string
  readonly help?: string
  readonly start: number
  readonly end: number
}

/** Every unknown name of an expression, or why it does not parse. */
export function checkExpression(source: string, scope: Scope): ExpressionMistake[] {
  const { tokens, fault } = lexExpression(source)
  if (fault !== undefined) return [{ code: 'expression/syntax', ...fault }]
  const unknown = tokens.flatMap((token, index) => checkToken(tokens, token, index, scope))
  if (unknown.length > 0) return unknown
  const parsed = parseExpression(source)
  return 'fault' in parsed ? [{ code: 'expression/syntax', ...parsed.fault }] : []
}

function checkToken(
  tokens: readonly Token[],
  token: Token,
  index: number,
  scope: Scope,
): ExpressionMistake[] {
  if (token.type !== TokenType.IDENTIFIER || tokens[index - 1]?.type === TokenType.DOT) return []
  if (isCall(tokens, index)) return checkFunction(token, scope)
  const name = contextNames.find((each) => each === token.lexeme.toLowerCase())
  if (name === undefined) return [unknownContext(token, scope)]
  const names = scope.contexts[name]
  if (names === undefined) return [notHere(token, name, scope)]
  return checkProperty(tokens, index, name, names)
}

function checkFunction(token: Token, scope: Scope): ExpressionMistake[] {
  const name = token.lexeme
  if (isStatusFunction(name) && !scope.status)
    return [
      {
        code: 'expression/not-here',
        message: `\`${name}()\` can be asked in \`if\` only, not in ${scope.where}`,
        ...tokenSpan(token),
      },
    ]
  if (isFunction(name)) return []
  return [unknownName(token, `"${name}" is not a function`, name, functionNames)]
}

function unknownContext(token: Token, scope: Scope): ExpressionMistake {
  return unknownName(token, `"${token.lexeme}" is not a context`, token.lexeme, Object.keys(scope.contexts))
}

function notHere(token: Token, name: ContextName, scope: Scope): ExpressionMistake {
  const refusal = scope.refusals?.[name]
  if (refusal !== undefined) return { ...refusal, ...tokenSpan(token) }
  return {
    code: 'expression/not-here',
    message: `\`${name}\` is not there in ${scope.where}`,
    help: `use one of ${Object.keys(scope.contexts).join(', ')}`,
    ...tokenSpan(token),
  }
}

const nouns: Readonly<Record<ContextName, string>> = {
  inputs: 'an input of this pipeline',
  env: 'an environment variable of this step or pipeline',
  vars: 'a variable of `.env.example`',
  secrets: 'a secret of `.env.example`',
  needs: 'a need of this step',
  run: 'a property of `run`',
  github: 'a property of `github`',
  matrix: 'a value of the matrix',
}

function checkProperty(
  tokens: readonly Token[],
  index: number,
  context: ContextName,
  names: ReadonlySet<string> | null,
): ExpressionMistake[] {
  const property = propertyAfter(tokens, index)
  const start = tokens[index]
  if (property === undefined) return start !== undefined && isTold(context) ? [unnamed(start, context)] : []
  const name = String(property.value ?? property.lexeme)
  if (isTold(context)) {
    const refused = refusedName(context, name)
    if (refused !== undefined) return [{ code: 'expression/unknown', ...refused, ...tokenSpan(property) }]
  }
  const known = names === null || [...names].some((each) => each.toLowerCase() === name.toLowerCase())
  const implied = context === 'secrets' && name.toUpperCase() === 'GITHUB_TOKEN'
  if (!known && !implied)
    return [unknownName(property, `"${name}" is not ${nouns[context]}`, name, [...(names ?? [])])]
  return context === 'needs' ? checkNeedProperty(tokens, index + 2) : []
}

/** Which secrets and variables a job is handed must be readable from the text. */
function isTold(context: ContextName): context is 'secrets' | 'vars' {
  return context === 'secrets' || context === 'vars'
}

function refusedName(
  context: 'secrets' | 'vars',
  name: string,
): { message: string; help: string } | undefined {
  const valid = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
  const reserved = /^GITHUB_/i.test(name) && !(context === 'secrets' && name.toUpperCase() === 'GITHUB_TOKEN')
  if (valid && !reserved) return undefined
  return {
    message: reserved
      ? `GitHub takes no name that begins with GITHUB_, but this is "${name}"`
      : `"${name}" is not a name GitHub takes: letters, digits and "_", not beginning with a digit`,
    help: reserved ? 'rename it' : `write "${name.replace(/[^A-Za-z0-9_]/g, '_')}" and name it so on GitHub`,
  }
}

function checkNeedProperty(tokens: readonly Token[], index: number): ExpressionMistake[] {
  const property = propertyAfter(tokens, index)
  if (property === undefined || /^(result|outputs)$/i.test(property.lexeme)) return []
  return [
    unknownName(
      property,
      `a need has \`result\` and \`outputs\`, not "${property.lexeme}"`,
      property.lexeme,
      ['result', 'outputs'],
    ),
  ]
}

/** The name behind `.` or in `['…']`; `undefined` for `*`, a computed index, or none. */
function propertyAfter(tokens: readonly Token[], index: number): Token | undefined {
  const opener = tokens[index + 1]?.type
  const property = tokens[index + 2]
  if (opener === TokenType.DOT && property?.type === TokenType.IDENTIFIER) return property
  return opener === TokenType.LEFT_BRACKET && property?.type === TokenType.STRING ? property : undefined
}

function unnamed(token: Token, context: 'secrets' | 'vars'): ExpressionMistake {
  return {
    code: 'expression/unknown',
    message: `\`${context}\` must be followed by a name: a step is handed only what the manifest names`,
    help: `write \`${context}.NAME\``,
    ...tokenSpan(token),
  }
}

function unknownName(
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
