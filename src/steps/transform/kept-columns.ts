import type { Column } from '../../dataset/column.ts'
import { mostRealDigits } from '../../dataset/create-table.ts'
import { scanTimestamp, timestamp } from '../../dataset/fields/time-field.ts'
import { unreachable } from '../../diagnostic/failure.ts'
import type { OutputRow } from './module-rows.ts'

/**
 * The columns of a need that what a module yields still has: of the same name, and each value one that the type holds
 * without loss. A module sees a decimal as a string, so from its values alone a column of money would become text.
 */
export class KeptColumns {
  #open: Kept[]

  constructor(need: readonly Column[]) {
    this.#open = need.map((column) => ({ column, values: 0, whole: 0, isLost: false }))
  }

  look(rows: readonly OutputRow[]): void {
    for (const row of rows) {
      for (const kept of this.#open) kept.isLost ||= !holds(kept, row[kept.column.name])
      if (this.#open.some(({ isLost }) => isLost)) this.#open = this.#open.filter(({ isLost }) => !isLost)
    }
  }

  /** `inferred`: what the values alone say. Where a need's column still fits, it is that one. */
  columns(inferred: readonly Column[]): readonly Column[] {
    return inferred.map((found) => {
      const kept = this.#open.find(({ column }) => column.name === found.name)
      if (kept === undefined) return found
      const isTold = found.type === 'json' || kept.column.type !== 'json' || kept.values === 0
      return isTold ? asKept(kept) : found
    })
  }
}

interface Kept {
  readonly column: Column
  /** Those that are not null. */
  values: number
  /** The most digits before the point. */
  whole: number
  isLost: boolean
}

function holds(kept: Kept, value: unknown): boolean {
  if (value === null || value === undefined) return true
  kept.values += 1
  const { type, zoned = false } = kept.column
  switch (type) {
    case 'decimal':
      return holdsDecimal(kept, value)
    case 'integer':
      return typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value)
    case 'real':
      return typeof value === 'number' && Number.isFinite(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'date':
      return typeof value === 'string' && isDay(value)
    case 'timestamp':
      return value instanceof Date ? zoned : typeof value === 'string' && isTime(value, zoned)
    case 'text':
      return typeof value === 'string'
    case 'json':
      return true
    default:
      return unreachable(type)
  }
}

/** Digits as a decimal of the column prints them, or fewer behind the point. */
function holdsDecimal(kept: Kept, value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return false
  const [found, whole = '', fraction = ''] = /^-?(0|[1-9]\d*)(?:\.(\d+))?$/.exec(String(value)) ?? []
  if (found === undefined || /^-[0.]+$/.test(found)) return false
  kept.whole = Math.max(kept.whole, whole === '0' ? 0 : whole.length)
  const { scale } = kept.column
  return scale === undefined ? kept.whole + fraction.length <= mostRealDigits : fraction.length <= scale
}

function isDay(text: string): boolean {
  return isTime(`${text}T00:00:00`, false) && text.length === 10
}

function isTime(text: string, zoned: boolean): boolean {
  const bytes = Buffer.from(text)
  return (
    scanTimestamp(bytes, 0, bytes.length) && timestamp.seconds && timestamp.zone === (zoned ? 'utc' : 'none')
  )
}

/** More digits before the point than the need had make a wider decimal; a time's fraction is for the values to say. */
function asKept({ column, whole }: Kept): Column {
  const { name, type, precision = mostRealDigits, scale, open, zoned = false } = column
  if (type === 'timestamp') return { name, type, zoned }
  if (type !== 'decimal' || scale === undefined) return { name, type }
  const digits = { precision: Math.max(precision, whole + scale), scale }
  return { name, type, ...digits, ...(open === true && { open }) }
}
