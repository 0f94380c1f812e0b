import { type Token, TokenType } from '@actions/expressions/lexer'
import type { Code } from '../diagnostic/codes.ts'
import { type ExpressionMistake, checkPath, unknownName } from './check-path.ts'
import { checkResultWord, isEquality } from './check-result-word.ts'
import { checkToldName } from './check-told-name.ts'
import { type ContextName, contextNames } from './contexts.ts'
import { functionNames, isFunction, isStatusFunction, missingFunctions } from './functions.ts'
import { isCall, lexExpression, parseExpression, tokenSpan } from './parse-expression.ts'
import type { Shape } from './shape.ts'

/** What expressions at one place of a manifest can name. */
export interface Visible {
  /** How the place is called in messages, e.g. `` `env` of step "orders" ``. */
  readonly where: string
  /** The contexts that are there, each with what is known of its value. */
  readonly contexts: Partial<Readonly<Record<ContextName, Shape>>>
  /** Whether `success()` and its like can be asked. */
  readonly status: boolean
  /** Told instead of the usual when a context is not there. */
  readonly refusals?: Partial<
    Readonly<Record<ContextName, { readonly code: Code; readonly message: string; readonly help: string }>>
  >
}

/** Every unknown name of an expression, or why it does not parse. */
export function checkExpression(source: string, visible: Visible): ExpressionMistake[] {
  const { tokens, fault } = lexExpression(source)
  if (fault !== undefined) return [{ code: 'expression/syntax', ...fault }]
  const found = tokens.flatMap((token, index) => checkToken(tokens, token, index, visible))
  if (found.some(({ severity }) => severity === undefined)) return found
  const parsed = parseExpression(source)
  return 'fault' in parsed ? [{ code: 'expression/syntax', ...parsed.fault }] : found
}

function checkToken(
  tokens: readonly Token[],
  token: Token,
  index: number,
  visible: Visible,
): ExpressionMistake[] {
  if (token.type !== TokenType.IDENTIFIER || tokens[index - 1]?.type === TokenType.DOT) return []
  if (isCall(tokens, index)) return checkFunction(token, visible)
  const name = contextNames.find((each) => each === token.lexeme.toLowerCase())
  if (name === undefined) return [unknownContext(tokens, index, token, visible)]
  const shape = visible.contexts[name]
  if (shape === undefined) return [notHere(token, name, visible)]
  const told = name === 'secrets' || name === 'vars' ? checkToldName(tokens, index, name) : []
  if (told.length > 0) return told
  const unknown = checkPath(tokens, index, shape)
  return unknown.length > 0 ? unknown : checkResultWord(tokens, index)
}

function checkFunction(token: Token, visible: Visible): ExpressionMistake[] {
  const name = token.lexeme
  if (isStatusFunction(name) && !visible.status)
    return [
      {
        code: 'expression/not-here',
        message: `\`${name}()\` can be asked in \`if\` only, not in ${visible.where}`,
        ...tokenSpan(token),
      },
    ]
  if (isFunction(name)) return []
  const missing = missingFunctions.get(name.toLowerCase())
  if (missing !== undefined) return [{ code: 'expression/unknown', ...missing, ...tokenSpan(token) }]
  return [unknownName(token, `"${name}" is not a function`, name, functionNames)]
}

/** Of GitHub's own contexts that have no meaning here it is said what does. */
const foreign = new Map([
  ['steps', 'write `needs.STEP.outputs.NAME`, and name the step in `needs`'],
  ['jobs', 'write `needs.STEP.outputs.NAME`, and name the step in `needs`'],
  ['strategy', 'write `matrix.NAME` for the values of a leg'],
  ['runner', 'read RUNNER_OS and the like in the script, where the runner sets them'],
  ['job', 'read the environment in the script'],
])

function unknownContext(
  tokens: readonly Token[],
  index: number,
  token: Token,
  visible: Visible,
): ExpressionMistake {
  const help = foreign.get(token.lexeme.toLowerCase())
  const message = `"${token.lexeme}" is not a context`
  if (help !== undefined) return { code: 'expression/unknown', message, help, ...tokenSpan(token) }
  const told = unknownName(token, message, token.lexeme, Object.keys(visible.contexts))
  const next = tokens[index + 1]
  const leadsOn = next?.type === TokenType.DOT || next?.type === TokenType.LEFT_BRACKET
  const isText = isEquality(next) || (isEquality(tokens[index - 1]) && !leadsOn)
  return isText ? { ...told, message, help: `put a text in single quotes: '${token.lexeme}'` } : told
}

function notHere(token: Token, name: ContextName, visible: Visible): ExpressionMistake {
  const refusal = visible.refusals?.[name]
  if (refusal !== undefined) return { ...refusal, ...tokenSpan(token) }
  return {
    code: 'expression/not-here',
    message: `\`${name}\` is not there in ${visible.where}`,
    help:
      name === 'window'
        ? 'it is there in the options of an incremental extract and of the steps that read its rows'
        : `use one of ${Object.keys(visible.contexts).join(', ')}`,
    ...tokenSpan(token),
  }
}
