import { type Token, TokenType } from '@actions/expressions/lexer'
import { runResults, stepResults } from './contexts.ts'
import { type ExpressionMistake, unknownName } from './check-path.ts'
import { walkPath } from './walk-path.ts'

/**
 * A text that a result is compared with and never is: `needs.orders.result == 'succes'`. `index` is the token of the
 * context's name.
 */
export function checkResultWord(tokens: readonly Token[], index: number): ExpressionMistake[] {
  const path = resultAt(tokens, index)
  if (path === undefined) return []
  const word = comparedWith(tokens, index, path)
  if (word?.type !== TokenType.STRING) return []
  const text = String(word.value)
  if (text === '' && path.maybeNone) return []
  if (path.results.some((each) => each === text.toLowerCase())) return []
  return [unknownName(word, `"${text}" is no result`, text, path.results)]
}

interface ResultPath {
  readonly end: number
  readonly every: boolean
  readonly results: readonly string[]
  /** Empty where there was no run before, or none with that step. */
  readonly maybeNone: boolean
}

/** `needs.x.result`, `run.previous.result`, `run.previous.steps.x.result`. */
function resultAt(tokens: readonly Token[], index: number): ResultPath | undefined {
  const steps = [...walkPath(tokens, index)]
  const last = steps.at(-1)
  const context = tokens[index]?.lexeme.toLowerCase()
  const of =
    context === 'needs' && steps.length === 2
      ? stepResults
      : context === 'run'
        ? resultsOfRun(steps.length)
        : undefined
  if (of === undefined || last?.kind !== 'name' || last.name.toLowerCase() !== 'result') return undefined
  const at = tokens.indexOf(last.token)
  const end = tokens[at + 1]?.type === TokenType.RIGHT_BRACKET ? at + 1 : at
  return { end, every: steps[0]?.kind === 'every', results: of, maybeNone: context === 'run' }
}

function resultsOfRun(steps: number): readonly string[] | undefined {
  if (steps === 2) return runResults
  return steps === 4 ? stepResults : undefined
}

function comparedWith(
  tokens: readonly Token[],
  index: number,
  { end, every }: ResultPath,
): Token | undefined {
  const [before, after] = [tokens[index - 1], tokens[end + 1]]
  if (every) {
    const inContains =
      tokens[index - 2]?.lexeme.toLowerCase() === 'contains' && before?.type === TokenType.LEFT_PAREN
    const alone = tokens[end + 3]?.type === TokenType.RIGHT_PAREN
    return inContains && alone && after?.type === TokenType.COMMA ? tokens[end + 2] : undefined
  }
  if (isEquality(after)) return tokens[end + 2]
  return isEquality(before) ? tokens[index - 2] : undefined
}

export function isEquality(token: Token | undefined): boolean {
  return token?.type === TokenType.EQUAL_EQUAL || token?.type === TokenType.BANG_EQUAL
}
