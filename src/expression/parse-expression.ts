import { type Expr, ExpressionError, Lexer, Parser } from '@actions/expressions'
import { type Token, TokenType } from '@actions/expressions/lexer'
import { contextNames } from './contexts.ts'
import { functionInfos, isFunction } from './functions.ts'

/** What is wrong at a place of an expression; offsets are in the expression's source. */
export interface Fault {
  readonly message: string
  readonly start: number
  readonly end: number
}

export interface Lexed {
  readonly tokens: readonly Token[]
  readonly fault?: Fault
}

/**
 * GitHub's own lexer. Line breaks are read as spaces so that a token's column is its offset, and strings are
 * unescaped here: the lexer undoes only the first `''` of each.
 */
export function lexExpression(source: string): Lexed {
  try {
    const { tokens } = new Lexer(source.replaceAll('\n', ' ')).lex()
    for (const token of tokens) if (token.type === TokenType.STRING) token.value = unescaped(source, token)
    return { tokens }
  } catch (error) {
    return { tokens: [], fault: lexFault(source, error instanceof Error ? error.message : String(error)) }
  }
}

/** The syntax tree of an expression, or why there is none. Unknown names are faults too. */
export function parseExpression(source: string): { expr: Expr } | { fault: Fault } {
  const { tokens, fault } = lexExpression(source)
  if (fault !== undefined) return { fault }
  if (tokens.length <= 1)
    return { fault: { message: 'the expression is empty', start: 0, end: source.length } }
  const unknown = tokens.find((token, index) => isCall(tokens, index) && !isFunction(token.lexeme))
  if (unknown !== undefined)
    return { fault: { message: `"${unknown.lexeme}" is not a function`, ...tokenSpan(unknown) } }
  try {
    return { expr: new Parser([...tokens], [...contextNames], functionInfos).parse() }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { fault: parserFault(source, error) }
  }
}

/** Whether the token names a function that is called. */
export function isCall(tokens: readonly Token[], index: number): boolean {
  return tokens[index]?.type === TokenType.IDENTIFIER && tokens[index + 1]?.type === TokenType.LEFT_PAREN
}

export function tokenSpan({ range }: Token): { start: number; end: number } {
  return { start: range.start.column, end: range.end.column }
}

function unescaped(source: string, token: Token): string {
  const { start, end } = tokenSpan(token)
  return source.slice(start + 1, end - 1).replaceAll("''", "'")
}

function lexFault(source: string, message: string): Fault {
  if (message.includes('MaxLength'))
    return { message: 'the expression is longer than 21,000 characters', start: 0, end: source.length }
  const [, token = '', place = '1'] = /'([^]*)'\. Located at position (\d+)/.exec(message) ?? []
  const start = Number(place) - 1
  const hint = token.startsWith('"')
    ? "; strings are quoted with '…' in expressions"
    : token.startsWith("'")
      ? '; the string is not closed'
      : ''
  return {
    message: `${JSON.stringify(token)} is not expected in an expression${hint}`,
    start,
    end: start + token.length,
  }
}

function parserFault(source: string, error: ExpressionError): Fault {
  const start = error.pos.column
  const [, what = error.message, token = ''] = /^(.*?): '([^]*)'$/.exec(error.message) ?? []
  if (token === 'EOF' || start >= source.length)
    return {
      message: 'the expression ends too early',
      start: source.trimEnd().length - 1,
      end: source.trimEnd().length,
    }
  return { message: `${what.toLowerCase()} at "${token}"`, start, end: start + Math.max(1, token.length) }
}
