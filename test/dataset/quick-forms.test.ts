import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ByteOut } from '../../src/dataset/file-format/byte-out.ts'
import { dayAt } from '../../src/dataset/encode/copy-time.ts'
import { putNumeric, putScaled } from '../../src/dataset/encode/copy-numeric.ts'
import { integerAt } from '../../src/dataset/file-format/record-fields.ts'
import { printDecimal, printDouble } from '../../src/dataset/fields/print-number.ts'

/** Numbers from 0 up to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

const edges = [
  0,
  -0,
  1,
  -1,
  0.1,
  1e-6,
  1e-7,
  123e-9,
  999_999_999.999999,
  1e9,
  1e15,
  1e21,
  5e-324,
  0.1 + 0.2,
  1 / 3,
]

/** Doubles of every size, with few digits and with many. */
function* doubles(count: number): Generator<number> {
  const next = seeded(7)
  yield* edges
  for (let i = 0; i < count; i++) {
    const size = 10 ** Math.floor(next() * 24 - 8)
    const value = next() * size
    yield next() < 0.5 ? value : Number(value.toPrecision(1 + Math.floor(next() * 16)))
    yield -Number((next() * 1e6).toFixed(Math.floor(next() * 8)))
  }
}

function textOf(print: (out: ByteOut) => void): string {
  const out = new ByteOut(8)
  print(out)
  return out.bytes.toString('latin1', 0, out.at)
}

describe('the quick ways', () => {
  it('print a double as JavaScript does', () => {
    for (const value of doubles(50_000))
      assert.equal(
        textOf((out) => printDouble(out, value)),
        String(value),
      )
  })

  it('give PostgreSQL the very numeric that the printed decimal would', () => {
    const next = seeded(8)
    let taken = 0
    for (const size of doubles(20_000)) {
      const scale = Math.floor(next() * 16)
      const value = Number(size.toFixed(scale))
      if (Math.abs(value) * 10 ** scale > 1e15) continue
      const digits = Buffer.from(textOf((out) => printDecimal(out, value, scale)))
      const quick = textOf((out) => (taken += putScaled(out, value, scale) ? 1 : 0))
      if (quick === '') continue
      const slow = textOf((out) => putNumeric(out, digits, 0, digits.length))
      assert.equal(quick, slow, `${value} with scale ${scale}`)
    }
    assert.ok(taken > 10_000, `${taken} numbers`)
  })

  it('count the days of the calendar', () => {
    const first = Date.UTC(2000, 0, 1)
    const day = 86_400_000
    const years = [1, 4, 100, 400, 1582, 1899, 1900, 1999, 2000, 2001, 2023, 2024, 9999]
    for (const year of years) {
      const text = new Date(0)
      text.setUTCFullYear(year, 0, 1)
      for (; text.getUTCFullYear() === year; text.setTime(text.getTime() + day)) {
        const written = `x${text.toISOString()}`
        assert.equal(dayAt(Buffer.from(written), 1), (text.getTime() - first) / day, written)
      }
    }
  })

  it('write 16, 32 and 64 bits as Buffer does', () => {
    const next = seeded(9)
    for (let i = 0; i < 10_000; i++) {
      const value = Math.round((next() - 0.5) * 2 ** (54 * next()))
      const wanted = Buffer.alloc(14)
      wanted.writeInt16BE((value << 16) >> 16, 0)
      wanted.writeInt32BE(value | 0, 2)
      wanted.writeBigInt64BE(BigInt(value), 6)
      const out = new ByteOut(1)
      out.int16(value)
      out.int32(value)
      out.int64(value)
      assert.deepEqual(out.bytes.subarray(0, out.at), wanted)
    }
  })

  it('read whole numbers of every size as Buffer does', () => {
    const next = seeded(10)
    for (const [at, size] of [1, 2, 3, 4, 6].entries())
      for (let i = 0; i < 5000; i++) {
        const bytes = Buffer.from(
          Array.from({ length: 8 }, () => [0, 127, 128, 255][Math.floor(next() * 5)] ?? i),
        )
        assert.equal(integerAt(bytes, 1, at + 1), bytes.readIntBE(1, size))
      }
  })

  it('print whole numbers with as many digits as asked for', () => {
    const next = seeded(11)
    for (let i = 0; i < 20_000; i++) {
      const value = Math.floor(10 ** (next() * 15.9))
      const least = Math.floor(next() * 12)
      assert.equal(
        textOf((out) => out.whole(value, least)),
        String(value).padStart(least, '0'),
      )
    }
  })
})
