import type { Column, ColumnType } from '../../dataset/column.ts'
import { columnText } from '../column-text.ts'
import type { Rule } from './check.ts'
import { instantOf, isDay } from './time-bound.ts'

/** Why a rule cannot judge a column: what it would compare there is not what its author means. */
export interface Unfit {
  readonly message: string
  readonly help: string
  /** Which word of the rule does not go with the column. */
  readonly key: 'min' | 'max' | 'of'
}

const numberPattern = /^[+-]?\d+(?:\.\d+)?$/

/** What does not go with the type of the column that the rule is about. */
export function unfitType(rule: Rule, column: Column): Unfit | undefined {
  if (rule.rule === 'distribution') return unfitMeasure(rule, column)
  if (rule.rule !== 'range') return undefined
  return unfitBound('min', rule.min, column) ?? unfitBound('max', rule.max, column)
}

function unfitMeasure({ measure }: Rule & { rule: 'distribution' }, column: Column): Unfit | undefined {
  if (measure === 'rows' || measure === 'nulls' || measure === 'distinct') return undefined
  if (isNumeric(column.type) || column.type === 'boolean') return undefined
  return {
    key: 'of',
    message: `"${column.name}" is ${columnText(column)}, and \`of: ${measure}\` asks for numbers`,
    help:
      column.type === 'text' ? declared(column) : 'name a column of numbers, or use `nulls` or `distinct`',
  }
}

function unfitBound(
  key: 'min' | 'max',
  bound: number | string | undefined,
  column: Column,
): Unfit | undefined {
  if (bound === undefined || isFit(bound, column.type)) return undefined
  const { name, type } = column
  if (type === 'boolean' || type === 'json')
    return {
      key,
      message: `"${name}" is ${type}, whose values have no order`,
      help: 'use `accepted-values` or `sql`',
    }
  const what = `"${name}" is ${columnText(column)}, and \`${key}: ${bound}\` is`
  if (type === 'text')
    return {
      key,
      message: `${what} a number: letters would be compared`,
      help: `${declared(column)}; or write "${bound}" in quotes where letters are meant`,
    }
  return { key, message: `${what} none`, help: written[type] }
}

const written = {
  integer: 'write a number like 12',
  decimal: 'write a number like 12.5',
  real: 'write a number like 12.5',
  date: 'write a day like 2026-01-31',
  timestamp: 'write a time like 2026-01-31 or 2026-01-31T12:00:00Z',
} as const

function isFit(bound: number | string, type: ColumnType): boolean {
  if (isNumeric(type)) return typeof bound === 'number' || numberPattern.test(bound)
  if (typeof bound === 'number') return false
  if (type === 'date') return isDay(bound)
  if (type === 'timestamp') return instantOf(bound) !== undefined
  return type === 'text'
}

function declared({ name }: Column): string {
  return `declare it as a number where the rows are read, e.g. \`columns: { ${name}: { type: decimal, decimal: "," } }\`, or cast it in a transform`
}

function isNumeric(type: ColumnType): boolean {
  return type === 'integer' || type === 'decimal' || type === 'real'
}
