import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { truncateDate } from '../../src/steps/sql/date-trunc.ts'
import {
  addDecimals,
  compareDecimals,
  formatDecimal,
  multiplyDecimals,
  negateDecimal,
  parseDecimal,
} from '../../src/steps/sql/decimal.ts'
import type { Decimal } from '../../src/steps/sql/decimal.ts'

function decimal(text: string): Decimal {
  const parsed = parseDecimal(text)
  assert(parsed !== null)
  return parsed
}

describe('decimals', () => {
  it('keep every digit', () => {
    const sum = addDecimals(decimal('12345678901234567890.10'), decimal('0.205'))
    assert.equal(formatDecimal(sum), '12345678901234567890.305')
    assert.equal(formatDecimal(multiplyDecimals(decimal('-0.05'), decimal('0.1'))), '-0.005')
    assert.equal(formatDecimal(negateDecimal(decimal('-7'))), '7')
  })

  it('compare as numbers and not as letters', () => {
    assert.equal(compareDecimals(decimal('10'), decimal('9.99')), 1)
    assert.equal(compareDecimals(decimal('-1.50'), decimal('-1.5')), 0)
  })

  it('are not made of anything else', () => {
    for (const text of ['', '.', '1e5', 'abc', '1.2.3', '--1']) assert.equal(parseDecimal(text), null)
  })
})

describe('date_trunc', () => {
  const cases = [
    ['year', '2024-05-17', '2024-01-01'],
    ['quarter', '2024-05-17', '2024-04-01'],
    ['month', '2024-05-17T10:11:12.5Z', '2024-05-01T00:00:00Z'],
    ['week', '2024-03-03', '2024-02-26'],
    ['day', '2024-05-17 10:11', '2024-05-17 00:00:00'],
    ['hour', '2024-05-17T10:11:12', '2024-05-17T10:00:00'],
    ['minute', '2024-05-17T10:11:12Z', '2024-05-17T10:11:00Z'],
  ] as const
  for (const [unit, text, expected] of cases) {
    it(`cuts ${text} down to its ${unit}`, () => assert.equal(truncateDate(unit, text), expected))
  }

  it('refuses what it does not know', () => {
    assert.throws(() => truncateDate('fortnight', '2024-01-01'), /none of year/)
    assert.throws(() => truncateDate('day', 'yesterday'), /no ISO date/)
  })
})
