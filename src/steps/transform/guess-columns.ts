import type { Column, Dataset } from '../../dataset/column.ts'
import { foldName, mostRealDigits } from '../../dataset/create-table.ts'
import type { Token } from '../sql/tokens.ts'

/** What a result column is, going by the function that makes it. Its values still have to be so. */
export type Guess = Omit<Column, 'name' | 'notNull'> | undefined

/**
 * The types of result columns that are one function of one column: the sum of prices is a price, the greatest date a
 * date. SQLite knows nothing of scales and dates, so without this `sum(amount)` would be a number with noise in its
 * last digit. Answers nothing for a query it cannot read at a glance (a `union`, a `*`): better no guess than a wrong one.
 */
export function guessColumns(tokens: readonly Token[], needs: readonly Dataset[]): readonly Guess[] {
  return resultExpressions(tokens).map((expression) => guess(expression, needs))
}

/** As wide as databases have decimals for certain. */
const mostSumDigits = 38

const compounds = new Set(['union', 'intersect', 'except'])

/** What stands between the outermost `select` and its `from`, cut at its commas. */
function resultExpressions(tokens: readonly Token[]): Token[][] {
  const list: Token[] = []
  const expressions: Token[][] = []
  let depth = 0
  let within = false
  for (const token of tokens) {
    const word = token.quoted ? '' : token.text.toLowerCase()
    if (depth === 0 && compounds.has(word)) return []
    if (word === ')') depth -= 1
    if (depth === 0 && word === 'select') within = true
    else if (depth === 0 && within && word === 'from') break
    else if (depth === 0 && within && word === ',') expressions.push(list.splice(0))
    else if (within) list.push(token)
    if (word === '(') depth += 1
  }
  if (list.length > 0) expressions.push(list)
  return expressions.some((expression) => expression.at(-1)?.text === '*') ? [] : expressions
}

function guess(expression: readonly Token[], needs: readonly Dataset[]): Guess {
  const [called, open, ...rest] = expression
  if (called?.name === undefined || open?.text !== '(') return undefined
  const end = closing(rest)
  if (!isAlias(rest.slice(end + 1))) return undefined
  const argument = rest.slice(0, end)
  switch (foldName(called.name)) {
    case 'sum':
      return summed(typeOf(argument, needs))
    case 'decimal_sum':
      return summedExactly(typeOf(argument, needs))
    case 'min':
    case 'max':
    case 'decimal_min':
    case 'decimal_max':
      return typeOf(argument, needs)
    case 'round':
      return roundedTo(argument)
    case 'date':
      return { type: 'date' }
    default:
      return undefined
  }
}

function closing(tokens: readonly Token[]): number {
  let depth = 1
  return tokens.findIndex(({ text }) => {
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
    return depth === 0
  })
}

/** Nothing, `name` or `as name`: anything else goes on calculating. */
function isAlias(tokens: readonly Token[]): boolean {
  const names = tokens[0]?.text.toLowerCase() === 'as' ? tokens.slice(1) : tokens
  return names.length === 0 || (names.length === 1 && names[0]?.name !== undefined)
}

/** The type of a plain column, if it is the same in every need that has one of that name. */
function typeOf(tokens: readonly Token[], needs: readonly Dataset[]): Guess {
  const plain = tokens[0]?.text.toLowerCase() === 'distinct' ? tokens.slice(1) : tokens
  const isColumn = plain.length === 1 || (plain.length === 3 && plain[1]?.text === '.')
  const name = plain.at(-1)?.name
  if (!isColumn || name === undefined) return undefined
  const found = needs.flatMap(({ columns }) =>
    columns.filter((column) => foldName(column.name) === foldName(name)),
  )
  const [first, ...others] = found.map(withoutName)
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : undefined
}

function withoutName({ name: _name, notNull: _notNull, ...type }: Column): Guess {
  return type
}

/** More digits before the point than any of what it adds up, as many after it. */
function summed(of: Guess): Guess {
  if (of?.type !== 'decimal') return undefined
  const { scale, open } = of
  return scale === undefined ? undefined : { type: 'decimal', scale, ...(open === true && { open }) }
}

/** Of long ones, which have all the digits of their scale. */
function summedExactly(of: Guess): Guess {
  const isLong = of?.type === 'decimal' && (of.precision ?? 0) > mostRealDigits
  return isLong ? { ...of, precision: Math.max(mostSumDigits, of.precision ?? 0) } : undefined
}

/** `round(…, 2)`: its author says how many digits it has. */
function roundedTo(argument: readonly Token[]): Guess {
  const [comma, digits] = argument.slice(-2)
  const scale = Number(digits?.text)
  return comma?.text === ',' && scale >= 1 && scale <= 9 ? { type: 'decimal', scale } : undefined
}
