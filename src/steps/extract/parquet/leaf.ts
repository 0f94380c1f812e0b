import type { SchemaElement } from 'hyparquet'
import { fieldKind } from '../../../dataset/batch.ts'
import type { ByteOut } from '../../../dataset/file-format/byte-out.ts'
import type { Column } from '../../../dataset/column.ts'
import { asSaid } from './exact-schema.ts'
import { putDate, putDuration, putTime, putTimestamp } from './put-time.ts'

/** What the values of one Parquet type become. */
export interface Leaf {
  readonly type: Omit<Column, 'name' | 'notNull'>
  /** One of `fieldKind`; of a boolean that of `true`. */
  readonly kind: number
  /** Writes a value as text. Throws when it is none of its type. */
  readonly put: (out: ByteOut, value: unknown) => void
}

/** A Parquet type as a column; `docs/types.md` has the table. */
export function leafOf(element: SchemaElement): Leaf {
  const { type, converted_type: converted, logical_type: logical } = asSaid(element)
  switch (type) {
    case 'BOOLEAN':
      return { type: { type: 'boolean' }, kind: fieldKind.true, put: putBoolean }
    case 'INT32':
    case 'INT64':
      return integerLeaf(asSaid(element))
    case 'INT96':
      return timestampLeaf(9, false)
    case 'FLOAT':
    case 'DOUBLE':
      return real
    case 'BYTE_ARRAY':
      if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return decimalLeaf(asSaid(element))
      if (
        converted === 'UTF8' ||
        converted === 'ENUM' ||
        logical?.type === 'STRING' ||
        logical?.type === 'ENUM'
      )
        return text(putText)
      if (converted === 'JSON' || logical?.type === 'JSON') return json
      return text(putHex)
    case 'FIXED_LEN_BYTE_ARRAY':
      if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return decimalLeaf(asSaid(element))
      if (logical?.type === 'UUID') return text(putUuid)
      if (logical?.type === 'FLOAT16') return real
      return text(converted === 'INTERVAL' || logical?.type === 'INTERVAL' ? putInterval : putHex)
    case undefined:
    default:
      throw new TypeError(`"${element.name}" has the type ${String(type)}, which is not known`)
  }
}

function integerLeaf(element: SchemaElement): Leaf {
  const { converted_type: converted, logical_type: logical } = element
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return decimalLeaf(element)
  if (converted === 'DATE' || logical?.type === 'DATE')
    return {
      type: { type: 'date' },
      kind: fieldKind.string,
      put: (out, value) => putDate(out, numberOf(value)),
    }
  if (logical?.type === 'TIMESTAMP') return timestampLeaf(digitsOf(logical.unit), logical.isAdjustedToUTC)
  if (converted === 'TIMESTAMP_MILLIS') return timestampLeaf(3, true)
  if (converted === 'TIMESTAMP_MICROS') return timestampLeaf(6, true)
  if (logical?.type === 'TIME') return timeLeaf(digitsOf(logical.unit), logical.isAdjustedToUTC)
  if (converted === 'TIME_MILLIS') return timeLeaf(3, true)
  if (converted === 'TIME_MICROS') return timeLeaf(6, true)
  const unsigned = logical?.type === 'INTEGER' ? !logical.isSigned : converted?.startsWith('UINT') === true
  if (!unsigned) return { type: { type: 'integer' }, kind: fieldKind.number, put: putInteger }
  if (element.type === 'INT64')
    return {
      type: { type: 'decimal', precision: 20, scale: 0 },
      kind: fieldKind.number,
      put: (out, value) => out.ascii(String(BigInt.asUintN(64, bigintOf(value)))),
    }
  return {
    type: { type: 'integer' },
    kind: fieldKind.number,
    put: (out, value) => out.ascii(String(numberOf(value) >>> 0)),
  }
}

function digitsOf(unit: 'MILLIS' | 'MICROS' | 'NANOS'): number {
  return unit === 'MILLIS' ? 3 : unit === 'MICROS' ? 6 : 9
}

function timestampLeaf(digits: number, zoned: boolean): Leaf {
  return {
    type: { type: 'timestamp', zoned, scale: digits },
    kind: fieldKind.string,
    put: (out, value) => putTimestamp(out, bigintOf(value), { digits, zoned }),
  }
}

function timeLeaf(digits: number, zoned: boolean): Leaf {
  return text((out, value) => putTime(out, bigintOf(value), { digits, zoned }))
}

function decimalLeaf({ precision = 38, scale = 0 }: SchemaElement): Leaf {
  return {
    type: { type: 'decimal', precision, scale },
    kind: fieldKind.number,
    put: (out, value) => {
      const unscaled = value instanceof Uint8Array ? signedOf(value) : bigintOf(value)
      const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
      const whole = digits.slice(0, digits.length - scale)
      const sign = unscaled < 0n ? '-' : ''
      out.ascii(scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-scale)}`)
    },
  }
}

const real: Leaf = {
  type: { type: 'real' },
  kind: fieldKind.number,
  put: (out, value) => out.ascii(String(value instanceof Uint8Array ? float16(value) : numberOf(value))),
}

const json: Leaf = { type: { type: 'json' }, kind: fieldKind.bare, put: putText }

function text(put: Leaf['put']): Leaf {
  return { type: { type: 'text' }, kind: fieldKind.string, put }
}

function putBoolean(out: ByteOut, value: unknown): void {
  if (typeof value !== 'boolean') throw new TypeError('a value is no boolean')
  out.ascii(value ? 'true' : 'false')
}

function putInteger(out: ByteOut, value: unknown): void {
  if (typeof value === 'number' && value >= 0) out.whole(value)
  else out.ascii(String(bigintOf(value)))
}

/** Copies without a view on the bytes, for there are as many as values. */
function putText(out: ByteOut, value: unknown): void {
  if (!(value instanceof Uint8Array)) {
    const bytes = bytesOf(value)
    out.copy(bytes, 0, bytes.length)
    return
  }
  const size = value.length
  out.room(size)
  const { bytes, at } = out
  if (size > 48) bytes.set(value, at)
  else for (let i = 0; i < size; i++) bytes[at + i] = value[i] ?? 0
  out.at = at + size
}

function putHex(out: ByteOut, value: unknown): void {
  out.ascii(bytesOf(value).toString('hex'))
}

function putUuid(out: ByteOut, value: unknown): void {
  out.ascii(
    bytesOf(value)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.*)$/u, '$1-$2-$3-$4-$5'),
  )
}

function putInterval(out: ByteOut, value: unknown): void {
  const bytes = bytesOf(value)
  putDuration(out, {
    months: bytes.readUInt32LE(0),
    days: bytes.readUInt32LE(4),
    milliseconds: bytes.readUInt32LE(8),
  })
}

function bytesOf(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.from(value)
  if (!(value instanceof Uint8Array)) throw new TypeError('a value is no text')
  return Buffer.from(value.buffer, value.byteOffset, value.length)
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('a value is no number')
  return value
}

function bigintOf(value: unknown): bigint {
  if (typeof value === 'bigint') return value
  return BigInt(numberOf(value))
}

/** Two's complement, the highest byte first. */
function signedOf(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
  return BigInt.asIntN(8 * bytes.length, BigInt(`0x${hex}`))
}

function float16(bytes: Uint8Array): number {
  const [low = 0, high = 0] = bytes
  const exponent = (high >> 2) & 31
  const fraction = ((high & 3) << 8) | low
  const sign = high >> 7 === 0 ? 1 : -1
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * 2 ** (exponent - 25) * (1024 + fraction)
}
