import { unreachable } from '../../diagnostic/failure.ts'
import type { Batch } from '../batch.ts'
import { fieldKind } from '../batch.ts'
import { booleanSerial } from '../fields/boolean-field.ts'
import type { Column, ColumnType } from '../column.ts'
import { isJson } from '../fields/json-field.ts'
import { LastView } from './last-view.ts'
import { OpenDecimals } from '../profile/open-decimals.ts'
import { decimal, isInteger, real, scanDecimal, smallInteger } from '../fields/number-field.ts'
import { bodySize, integerSerial, longText, misfit, putInteger, putText } from './serial-type.ts'
import { SideText } from './side-text.ts'
import {
  firstShape,
  hasShape,
  inShape,
  isDate,
  scanTimestamp,
  timestamp,
  type TimestampShape,
} from '../fields/time-field.ts'
import { putVarint, varintLength } from './varint.ts'

const int64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n }

/**
 * Turns rows of a batch into SQLite records: first `measure`, which types every field and knows the record's size,
 * then `put`, which writes it where the page has room. Between the two the fields wait in arrays, one entry a
 * column, so that no row makes garbage.
 */
export class RowEncoder {
  readonly #columns: readonly Column[]
  readonly #types: readonly ColumnType[]
  readonly #notNull: Uint8Array
  readonly #isText: Uint8Array
  readonly #serial: Int32Array
  /** Eight bytes for each number: a double or an int64. */
  readonly #numbers: Float64Array
  readonly #wide: BigInt64Array
  /** Texts that are not as the source has them: where they stand in `#side`, else -1. */
  readonly #sideAt: Int32Array
  readonly #side = new SideText()
  readonly #decimals: OpenDecimals
  readonly #shapes: (TimestampShape | undefined)[]
  #headSize = 0
  readonly #page = new LastView()
  readonly #source = new LastView()
  /** The column whose field did not fit, and the rule it broke, after `measure` answered -1. */
  failed = 0
  rule = ''

  constructor(columns: readonly Column[]) {
    const count = columns.length
    this.#columns = columns
    this.#types = columns.map((column) => column.type)
    this.#notNull = Uint8Array.from(columns, (column) => (column.notNull === true ? 1 : 0))
    this.#isText = Uint8Array.from(columns, (column) => (column.type === 'text' ? 1 : 0))
    this.#serial = new Int32Array(count)
    this.#numbers = new Float64Array(count)
    this.#wide = new BigInt64Array(this.#numbers.buffer)
    this.#sideAt = new Int32Array(count).fill(-1)
    this.#decimals = new OpenDecimals(columns)
    this.#shapes = columns.map(() => undefined)
  }

  /** The size of the row's record in bytes; -1 when a field broke a rule. */
  measure(batch: Batch, row: number): number {
    const { bytes, start, end, kind } = batch
    const serials = this.#serial
    const count = serials.length
    this.#side.clear()
    this.#decimals.begin()
    let at = row * batch.columns
    let head = 0
    let body = 0
    for (let column = 0; column < count; column++, at++) {
      const from = start[at] ?? 0
      const to = end[at] ?? 0
      const how = kind[at] ?? 0
      let serial = 0
      if (how === fieldKind.null) {
        if (this.#notNull[column] === 1) return this.#fail(column, 'not null')
      } else if (this.#isText[column] === 1) {
        serial = 13 + 2 * (to - from)
      } else {
        serial = this.#type(column, bytes, from, to, how)
        if (serial === misfit) return this.#fail(column, this.rule)
      }
      serials[column] = serial
      head += serial < 128 ? 1 : varintLength(serial)
      body += bodySize(serial)
    }
    // The head's own size counts in it.
    this.#headSize = head + (head < 127 ? 1 : varintLength(head + 2))
    return this.#headSize + body
  }

  #fail(column: number, rule: string): number {
    this.failed = column
    this.rule = rule
    return -1
  }

  /** The serial type of one field that is neither null nor for a text column. */
  #type(column: number, bytes: Buffer, from: number, to: number, how: number): number {
    const type = this.#types[column] ?? 'text'
    this.rule = type
    switch (type) {
      case 'integer':
        return this.#integer(column, bytes, from, to)
      case 'decimal':
        return this.#decimal(column, bytes, from, to)
      case 'real':
        return this.#real(column, real(bytes, from, to))
      case 'boolean':
        return booleanSerial(bytes, from, to)
      case 'date':
        this.#sideAt[column] = -1
        return isDate(bytes, from, to) ? 33 : misfit
      case 'timestamp':
        return this.#timestamp(column, bytes, from, to)
      case 'json':
        return this.#json(column, bytes, from, to, how)
      case 'text':
        return 13 + 2 * (to - from)
      default:
        return unreachable(type)
    }
  }

  #integer(column: number, bytes: Buffer, from: number, to: number): number {
    const value = smallInteger(bytes, from, to)
    if (value === value) return this.#integerOf(column, value)
    if (to - from > 20 || !isInteger(bytes, from, to)) return misfit
    const wide = BigInt(bytes.toString('latin1', from, to))
    if (wide < int64.least || wide > int64.most) {
      this.rule = 'integer of 64 bits'
      return misfit
    }
    this.#wide[column] = wide
    return 6
  }

  #integerOf(column: number, value: number): number {
    const serial = integerSerial(value)
    if (serial === 6) this.#wide[column] = BigInt(value)
    else this.#numbers[column] = value
    return serial
  }

  #real(column: number, value: number): number {
    if (value !== value) return misfit
    this.#numbers[column] = value
    return 7
  }

  #decimal(column: number, bytes: Buffer, from: number, to: number): number {
    if (!scanDecimal(bytes, from, to)) return misfit
    const broken = this.#decimals.check(column, decimal.whole, decimal.fraction)
    if (broken !== undefined) {
      this.rule = broken
      return misfit
    }
    const { scale } = this.#columns[column] ?? {}
    if (!this.#decimals.asText(column)) return this.#real(column, decimal.value)
    this.#sideAt[column] = -1
    const missing = (scale ?? 0) - decimal.fraction
    if (missing <= 0) return 13 + 2 * (to - from)
    const padding = (decimal.fraction === 0 ? '.' : '') + '0'.repeat(missing)
    return this.#sideText(column, bytes.toString('latin1', from, to) + padding)
  }

  #timestamp(column: number, bytes: Buffer, from: number, to: number): number {
    if (!scanTimestamp(bytes, from, to)) return misfit
    const zoned = timestamp.zone !== 'none'
    const shape = (this.#shapes[column] ??= firstShape(this.#columns[column]))
    if (zoned !== shape.zoned) {
      this.rule = shape.zoned ? 'timestamp with a zone' : 'timestamp without a zone'
      return misfit
    }
    this.#sideAt[column] = -1
    if (hasShape(shape)) return 13 + 2 * (to - from)
    const text = inShape(bytes, from, shape)
    return text === undefined ? misfit : this.#sideText(column, text)
  }

  #json(column: number, bytes: Buffer, from: number, to: number, how: number): number {
    this.#sideAt[column] = -1
    if (how === fieldKind.string) {
      return this.#sideText(column, JSON.stringify(bytes.toString('utf8', from, to)))
    }
    const known = how !== fieldKind.bare && how !== fieldKind.quoted
    return known || isJson(bytes.toString('utf8', from, to)) ? 13 + 2 * (to - from) : misfit
  }

  #sideText(column: number, text: string): number {
    const at = this.#side.length
    this.#sideAt[column] = at
    return 13 + 2 * (this.#side.add(text) - at)
  }

  /** Writes the record of the row just measured into `page` at `at`. */
  put(batch: Batch, row: number, page: Buffer, at: number): void {
    const serials = this.#serial
    const isText = this.#isText
    const sideAt = this.#sideAt
    const count = serials.length
    const to = this.#page.of(page)
    const from = this.#source.of(batch.bytes)
    let out = putVarint(page, at, this.#headSize)
    for (let column = 0; column < count; column++) {
      const serial = serials[column] ?? 0
      if (serial < 128) page[out++] = serial
      else out = putVarint(page, out, serial)
    }
    let field = row * batch.columns
    for (let column = 0; column < count; column++, field++) {
      const serial = serials[column] ?? 0
      if (serial >= 13) {
        const length = (serial - 13) >> 1
        const side = isText[column] === 1 ? -1 : (sideAt[column] ?? -1)
        const begin = side < 0 ? (batch.start[field] ?? 0) : side
        if (side < 0 && length < longText) putText(to, out, from, begin, length)
        else (side < 0 ? batch.bytes : this.#side.bytes).copy(page, out, begin, begin + length)
        out += length
      } else if (serial === 7) {
        to.setFloat64(out, this.#numbers[column] ?? 0)
        out += 8
      } else if (serial === 6) {
        to.setBigInt64(out, this.#wide[column] ?? 0n)
        out += 8
      } else if (serial !== 0 && serial < 8) {
        out = putInteger(to, out, this.#numbers[column] ?? 0, serial)
      }
    }
    this.#decimals.accept()
  }

  /** The columns as the values taken so far have made them: scale and zone told where they were open. */
  columns(): readonly Column[] {
    return this.#columns.map((column, index) => {
      const shape = this.#shapes[index]
      if (column.type === 'timestamp' && shape !== undefined) return { ...column, zoned: shape.zoned }
      return column.type === 'decimal' ? this.#decimals.close(index) : column
    })
  }
}
