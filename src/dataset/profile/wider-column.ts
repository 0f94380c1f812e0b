import type { Column } from '../column.ts'
import { mostRealDigits } from '../create-table.ts'

const numbers = ['integer', 'decimal', 'real'] as const

/** The column that holds the values of both; `undefined` when no type does. Only numbers widen: a text is no date. */
export function widerColumn(one: Column, other: Column): Column | undefined {
  const type = widerType(one, other)
  if (type === undefined) return undefined
  const notNull = one.notNull === true && other.notNull === true ? { notNull: true } : {}
  const base = { name: one.name, type, ...notNull }
  if (type === 'decimal') return { ...base, ...widerDigits(one, other) }
  if (type !== 'timestamp') return base
  const scale = one.scale === other.scale ? one.scale : Math.max(one.scale ?? 0, other.scale ?? 0)
  return { ...base, ...(scale === undefined ? {} : { scale }), zoned: one.zoned === true }
}

function widerType(one: Column, other: Column): Column['type'] | undefined {
  if (one.type === other.type)
    return one.type === 'timestamp' && (one.zoned === true) !== (other.zoned === true) ? undefined : one.type
  const ranks = [one, other].map(({ type }) => numbers.findIndex((each) => each === type))
  return ranks.includes(-1) ? undefined : numbers[Math.max(...ranks)]
}

type Digits = Pick<Column, 'precision' | 'scale' | 'open'>

function widerDigits(one: Column, other: Column): Digits {
  if (one.type !== 'decimal') return digitsOf(other)
  if (other.type !== 'decimal') return digitsOf(one)
  if (one.scale === undefined || other.scale === undefined) return {}
  const scale = Math.max(one.scale, other.scale)
  const whole = Math.max(wholeDigits(one, one.scale), wholeDigits(other, other.scale))
  const isLong = [one, other].some(({ precision = 0 }) => precision > mostRealDigits)
  const open = one.open === true || other.open === true ? { open: true as const } : {}
  return { precision: isLong ? whole + scale : Math.min(whole + scale, mostRealDigits), scale, ...open }
}

function digitsOf({ precision, scale, open }: Column): Digits {
  return {
    ...(precision === undefined ? {} : { precision }),
    ...(scale === undefined ? {} : { scale }),
    ...(open === undefined ? {} : { open }),
  }
}

function wholeDigits({ precision = mostRealDigits }: Column, scale: number): number {
  return precision - scale
}
