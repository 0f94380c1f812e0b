import type { Column } from '../../dataset/column.ts'
import { foldName, storageOf } from '../../dataset/create-table.ts'
import { columnText } from '../column-text.ts'
import type { TakenForNumber } from './taken-for-number.ts'
import { type Token, sqlTokens } from './tokens.ts'

const instead: Readonly<Record<string, string>> = {
  min: 'decimal_min(…)',
  max: 'decimal_max(…)',
  sum: 'decimal_sum(…)',
  total: 'decimal_sum(…)',
  avg: 'decimal_sum(…)',
}
const calculates = 'decimal_add(a, b), decimal_sub(a, b) or decimal_mul(a, b)'
const compares = 'decimal_cmp(a, b) < 0, = 0 or > 0'
const signs = new Map([
  ...['<', '>', 'between'].map((sign) => [sign, compares] as const),
  ...['+', '-', '*', '/', '%'].map((sign) => [sign, calculates] as const),
])
const ends = new Set(['limit', 'rows', 'range', 'groups', 'union', 'intersect', 'except', 'filter'])

/**
 * Where the letters of a decimal of more than 15 digits count and not its value, as far as a glance at the query tells: of each
 * the first place of every kind. `columns`: those of all tables that it may read.
 */
export function comparedAsText(sql: string, columns: readonly Column[]): readonly TakenForNumber[] {
  const long = new Map(
    columns
      .filter((column) => column.type === 'decimal' && storageOf(column) === 'TEXT')
      .map((column) => [foldName(column.name), column] as const),
  )
  if (long.size === 0) return []
  const tokens = sqlTokens(sql)
  addAliases(tokens, long)
  const found = new Map<string, TakenForNumber>()
  const scopes: Scope[] = [{ sorts: false }]
  for (const [index, token] of tokens.entries()) {
    const scope = follow(scopes, tokens, index)
    const column = token.name === undefined ? undefined : long.get(foldName(token.name))
    const next = tokens[index + 1]?.text
    if (column === undefined || next === '.' || next === '(') continue
    const use = useOf(tokens, index, scope)
    const kind = `${column.name}: ${use?.what}`
    if (use === undefined || found.has(kind)) continue
    const what = `"${column.name}" is ${columnText(column)}, which SQLite keeps as text: ${use.what}`
    const help = `write ${use.write}; or cast("${column.name}" as real), where 15 digits are enough`
    const { start, end } = token
    found.set(kind, { code: 'sql/long-decimal', message: what, help, start, end })
  }
  return [...found.values()]
}

/** `d as e`: then `e` is one as well. */
function addAliases(tokens: readonly Token[], long: Map<string, Column>): void {
  for (const [index, { name }] of tokens.entries()) {
    const column = name === undefined ? undefined : long.get(foldName(name))
    const alias = tokens[index + 2]?.name
    if (column !== undefined && alias !== undefined && tokens[index + 1]?.text.toLowerCase() === 'as')
      if (!isWithin(tokens, index, 'cast')) long.set(foldName(alias), long.get(foldName(alias)) ?? column)
  }
}

function isWithin(tokens: readonly Token[], index: number, call: string): boolean {
  return tokens[index - 1]?.text === '(' && tokens[index - 2]?.text.toLowerCase() === call
}

/** What stands between two parentheses. */
interface Scope {
  readonly call?: string
  sorts: boolean
}

/** Keeps account of the parentheses and of what is sorted by; answers where the token stands. */
function follow(scopes: Scope[], tokens: readonly Token[], index: number): Scope {
  const word = tokens[index]?.text.toLowerCase() ?? ''
  if (word === '(') {
    const call = tokens[index - 1]?.name?.toLowerCase()
    scopes.push({ sorts: false, ...(call === undefined ? {} : { call }) })
  }
  if (word === ')' && scopes.length > 1) scopes.pop()
  const scope = scopes.at(-1) ?? { sorts: false }
  if (word === 'by' && tokens[index - 1]?.text.toLowerCase() === 'order') scope.sorts = true
  if (ends.has(word)) scope.sorts = false
  return scope
}

function useOf(
  tokens: readonly Token[],
  index: number,
  scope: Scope,
): { readonly what: string; readonly write: string } | undefined {
  const call = scope.call === undefined ? undefined : instead[scope.call]
  if (scope.call !== undefined && call !== undefined)
    return {
      what: `${scope.call}(…) ${scope.call.startsWith('m') ? 'goes by its letters' : 'of it loses digits'}`,
      write: call,
    }
  const isOwned = tokens[index - 1]?.text === '.'
  const [before, behind] = [tokens[index - (isOwned ? 3 : 1)], tokens[index + 1]]
  const sign = signOf(behind, tokens[index + 2]) ?? signOf(before, tokens[index - (isOwned ? 4 : 2)])
  if (sign !== undefined)
    return sign === calculates
      ? { what: 'calculating with it loses digits', write: sign }
      : { what: 'it is compared by its letters', write: sign }
  return scope.sorts
    ? { what: 'it is sorted by its letters', write: 'decimal_key(…) where it is sorted by' }
    : undefined
}

/** What to write for the sign beside it; `other` is behind or before the sign. Texts of two columns may well be equal. */
function signOf(sign: Token | undefined, other: Token | undefined): string | undefined {
  if (sign === undefined) return undefined
  if (sign.text === '=') return /^[\d?<>!]/.test(other?.text ?? '') ? compares : undefined
  return signs.get(sign.text.toLowerCase())
}
