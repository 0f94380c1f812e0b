import type { DatabaseSync } from 'node:sqlite'
import { truncateDate } from './date-trunc.ts'
import {
  addDecimals,
  compareDecimals,
  formatDecimal,
  multiplyDecimals,
  negateDecimal,
  parseDecimal,
} from './decimal.ts'
import type { Decimal } from './decimal.ts'
import { decimalKey } from './decimal-order.ts'

type Value = string | number | bigint | null | Uint8Array

const options = { deterministic: true, useBigIntArguments: true } as const

/** What SQL on SQLite lacks for data work. Each answers NULL when an argument is NULL. */
export function registerFunctions(database: DatabaseSync): void {
  const patterns = new Map<string, RegExp>()
  database.function('regexp', options, (pattern: Value, text: Value) => {
    if (pattern === null || text === null) return null
    return compiled(patterns, String(pattern)).test(String(text)) ? 1n : 0n
  })
  database.function('sha256', options, (value: Value) => (value === null ? null : sha256(value)))
  database.function('date_trunc', options, (unit: Value, date: Value) =>
    unit === null || date === null ? null : truncateDate(String(unit), String(date)),
  )
  registerDecimals(database)
}

const loadCrypto = () => process.getBuiltinModule('node:crypto')
let crypto: ReturnType<typeof loadCrypto> | undefined

/** Few ask for it, and every session would have to wait for its library. */
function sha256(value: Exclude<Value, null>): string {
  crypto ??= loadCrypto()
  const bytes = value instanceof Uint8Array ? value : String(value)
  return crypto.createHash('sha256').update(bytes).digest('hex')
}

function compiled(patterns: Map<string, RegExp>, pattern: string): RegExp {
  const known = patterns.get(pattern)
  if (known !== undefined) return known
  const made = new RegExp(pattern, 'u')
  patterns.set(pattern, made)
  return made
}

function registerDecimals(database: DatabaseSync): void {
  const binary = <Result>(apply: (a: Decimal, b: Decimal) => Result) => {
    return (a: Value, b: Value) => (a === null || b === null ? null : apply(decimal(a), decimal(b)))
  }
  const text = (apply: (a: Decimal, b: Decimal) => Decimal) => binary((a, b) => formatDecimal(apply(a, b)))
  database.function('decimal_add', options, text(addDecimals))
  database.function(
    'decimal_sub',
    options,
    text((a, b) => addDecimals(a, negateDecimal(b))),
  )
  database.function('decimal_mul', options, text(multiplyDecimals))
  database.function(
    'decimal_cmp',
    options,
    binary((a, b) => BigInt(compareDecimals(a, b))),
  )
  database.function('decimal_key', options, (value: Value) =>
    value === null ? null : decimalKey(decimal(value)),
  )
  const extreme = (sign: number) => ({
    useBigIntArguments: true,
    start: '',
    step: (best: Value, value: Value) => {
      if (value === null) return best
      return best === '' || sign * compareDecimals(decimal(value), decimal(best)) > 0 ? String(value) : best
    },
    result: (best: Value) => (best === '' ? null : best),
  })
  database.aggregate('decimal_max', extreme(1))
  database.aggregate('decimal_min', extreme(-1))
  database.aggregate('decimal_sum', {
    useBigIntArguments: true,
    start: '',
    step: (sum: Value, value: Value) =>
      value === null
        ? sum
        : formatDecimal(sum === '' ? decimal(value) : addDecimals(decimal(sum), decimal(value))),
    result: (sum: Value) => (sum === '' ? null : sum),
  })
}

function decimal(value: Value): Decimal {
  const parsed = value === null ? null : parseDecimal(String(value))
  if (parsed === null) throw new Error(`"${String(value)}" is no decimal number`)
  return parsed
}
