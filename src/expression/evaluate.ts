import { type data, Evaluator } from '@actions/expressions'
import { Failure } from '../diagnostic/failure.ts'
import type { Contexts } from './contexts.ts'
import { fromData, toDictionary } from './data.ts'
import { findExpressions } from '../text/find-expressions.ts'
import { type Status, isStatusFunction, statusDefinitions } from './functions.ts'
import { unwrapCondition } from '../text/unwrap-condition.ts'
import { isCall, lexExpression, parseExpression } from './parse-expression.ts'

/**
 * The text with every `${{ }}` replaced by its value, as GitHub prints it; lists and objects, for which GitHub has no
 * more than their kind, as JSON on one line. Throws a `Failure` when one has none.
 */
export function evaluateTemplate(text: string, contexts: Contexts): string {
  let result = ''
  let end = 0
  for (const found of findExpressions(text)) {
    result += text.slice(end, found.start) + printed(evaluate(found.source, contexts))
    end = found.end
  }
  return result + text.slice(end)
}

function printed(value: data.ExpressionData): string {
  const plain = fromData(value)
  return typeof plain === 'object' && plain !== null ? JSON.stringify(plain) : value.coerceString()
}

/** The value of one expression, written without `${{ }}`. Throws a `Failure` when it has none. */
export function evaluateExpression(
  source: string,
  contexts: Contexts,
): string | number | boolean | null | object {
  return fromData(evaluate(source, contexts))
}

/**
 * Whether an `if` holds, by GitHub's rule: without a status function it means `success() && (…)`, and no `if` at all
 * means `success()`. With or without `${{ }}`. Throws a `Failure` when the expression has no value.
 */
export function evaluateCondition(source: string | undefined, contexts: Contexts, status: Status): boolean {
  const bare = source === undefined ? 'success()' : unwrapCondition(source)
  const condition = asksForStatus(bare) ? bare : `success() && (${bare})`
  const value = fromData(evaluate(condition, contexts, status))
  return typeof value === 'number' ? value !== 0 && !Number.isNaN(value) : Boolean(value)
}

function asksForStatus(source: string): boolean {
  const { tokens } = lexExpression(source)
  return tokens.some((token, index) => isCall(tokens, index) && isStatusFunction(token.lexeme))
}

const noStatus: Status = { success: true, failure: false, cancelled: false }

function evaluate(source: string, contexts: Contexts, status: Status = noStatus): data.ExpressionData {
  const parsed = parseExpression(source)
  if ('fault' in parsed) throw failed(source, parsed.fault.message)
  try {
    return new Evaluator(parsed.expr, toDictionary(contexts), statusDefinitions(status)).evaluate()
  } catch (error) {
    throw failed(source, error instanceof Error ? error.message : String(error))
  }
}

function failed(source: string, why: string): Failure {
  return new Failure('expression/failed', `\${{ ${source.trim()} }} has no value: ${why}`)
}
