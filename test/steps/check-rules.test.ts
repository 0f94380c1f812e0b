import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import type { Check } from '../../src/steps/checks/check.ts'
import { checkDataset } from '../../src/steps/checks/check-dataset.ts'
import { load } from '../../src/steps/load/step.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { writeDataset } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { tableLoad } from '../support/table-load.ts'
import { needs, realPorts, StepRig } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'customer_id', type: 'integer' },
  { name: 'placed_at', type: 'timestamp', zoned: true },
  { name: 'amount', type: 'real' },
  { name: 'long', type: 'decimal', precision: 20, scale: 2 },
]
const rows = [
  [1, 10, '2026-11-20T06:00:00Z', 10, '9.00'],
  [2, 11, '2026-11-21T06:00:00Z', 20, '100.00'],
  [3, 99, null, null, null],
  [4, null, null, 30, '20.50'],
]
const now = new Date('2026-11-21T12:00:00Z')
const ports = { ...realPorts, clock: { ...realPorts.clock, now: () => now } }

/** Judges the rows above; their customers are 10 and 11. */
async function judge(check: Check, more: Partial<StepContext> = {}) {
  using rig = new StepRig()
  const dataset = writeDataset(rig.path('d/orders.sqlite'), 'orders', { columns, rows })
  const customers = writeDataset(rig.path('d/customers.sqlite'), 'customers', {
    columns: [
      { name: 'id', type: 'integer' },
      { name: 'name', type: 'text' },
    ],
    rows: [
      [10, 'Ann'],
      [11, 'Bo'],
    ],
  })
  const context = rig.context({}, { ports, needs: needs(customers), ...more })
  return { judged: await checkDataset(dataset, [check], context), logged: rig.logged }
}

async function messageOf(check: Check, more: Partial<StepContext> = {}): Promise<string> {
  return (await failureOf(judge(check, more))).message
}

describe('references', () => {
  const references = { rule: 'references', columns: ['customer_id'], to: 'customers', keys: ['id'] } as const

  it('lists the values that the other dataset does not have; a null refers to nothing', async () => {
    assert.match(
      await messageOf(references),
      /references \[customer_id\]: 1 row with a value that "customers" does not have in id: 99 \(1×\)/,
    )
  })

  it('looks into more datasets than SQLite can attach, whatever a broken rule means', async () => {
    using rig = new StepRig()
    const dataset = writeDataset(rig.path('d/orders.sqlite'), 'orders', { columns, rows })
    const id: readonly Column[] = [{ name: 'id', type: 'integer' }]
    const many = Array.from({ length: 12 }, (_, n) =>
      writeDataset(rig.path(`d/c${n}.sqlite`), `c${n}`, { columns: id, rows: [[10], [n > 9 ? 11 : 99]] }),
    )
    const checks = (severity: Check['severity']) =>
      many.map(({ name }): Check => ({
        ...references,
        to: name,
        ...(severity === undefined ? {} : { severity }),
      }))
    const context = () => rig.context({}, { ports, needs: needs(...many) })
    const failure = await failureOf(checkDataset(dataset, checks(undefined), context()))
    assert.match(failure.message, /^12 of 12 checks failed/)
    assert.match(failure.message, /"c9" does not have in id: 11 \(1×\)/)
    assert.match(failure.message, /"c11" does not have in id: 99 \(1×\)/)
    const both = [...checks('quarantine'), ...checks('warn')]
    const { dataset: kept, rejected, notes, warnings } = await checkDataset(dataset, both, context())
    assert.deepEqual([kept.rows, rejected, notes.length, warnings], [2, 2, 12, []])
    const loaded = tableLoad({ from: 'orders', into: 'shop', table: 'orders', mode: 'append' })
    const into = { ports, needs: needs(dataset, ...many), connections: { shop: { url: 'sqlite:s.sqlite' } } }
    const told = await failureOf(load(rig.context(loaded, { ...into, checks: checks(undefined) })))
    assert.match(told.message, /^12 of 12 checks failed/)
  })

  it('refuses keys that are not there, or of another type, so that nothing could match', async () => {
    assert.match(await messageOf({ ...references, keys: ['ident'] }), /"customers" has no column "ident"/)
    assert.match(
      await messageOf({ ...references, keys: ['name'] }),
      /"customer_id" is integer and "name" of "customers" is text/,
    )
  })
})

describe('freshness', () => {
  it('is the age of the newest value', async () => {
    await judge({ rule: 'freshness', column: 'placed_at', maxAgeMs: 6 * 3_600_000 })
    assert.match(
      await messageOf({ rule: 'freshness', column: 'placed_at', maxAgeMs: 3_600_000 }),
      /the newest value, "2026-11-21T06:00:00Z", is 6 h 00 min old, at most 1 h 00 min allowed/,
    )
  })

  it('asks for a time', async () => {
    assert.match(await messageOf({ rule: 'freshness', column: 'amount', maxAgeMs: 1 }), /"amount" is no time/)
  })
})

describe('distribution', () => {
  const mean = { rule: 'distribution', measure: 'mean', column: 'amount', within: 0.1, last: 3 } as const

  it('compares with the mean of the last good runs, and remembers its number', async () => {
    const { judged } = await judge(mean, { history: [{ 'mean amount': 19 }, { 'mean amount': 21 }] })
    assert.deepEqual(judged.measured, { 'mean amount': 20 })
    assert.match(
      await messageOf(mean, { history: [{ 'mean amount': 40 }, { 'mean amount': 40 }] }),
      /distribution \[mean amount\]: 20 is further than 10% from the mean of the last 2 good runs, 40 \(−50%\)/,
    )
  })

  it('says that it cannot judge before there were two good runs', async () => {
    const { logged } = await judge(mean, { history: [{ 'mean amount': 1 }] })
    assert(
      logged.some((line) => line.includes('only 1 good runs to compare with')),
      logged.join('\n'),
    )
  })

  for (const [measure, value] of [
    ['nulls', 0.25],
    ['distinct', 0.75],
    ['min', 10],
    ['max', 30],
    ['sum', 60],
  ] as const)
    it(`measures ${measure}`, async () => {
      const { judged } = await judge({ ...mean, measure })
      assert.deepEqual(judged.measured, { [`${measure} amount`]: value })
    })

  for (const [measure, value] of [
    ['min', 9],
    ['max', 100],
    ['sum', 129.5],
    ['mean', 129.5 / 3],
  ] as const)
    it(`measures the ${measure} of a long decimal by value`, async () => {
      const { judged } = await judge({ ...mean, measure, column: 'long' })
      assert.deepEqual(judged.measured, { [`${measure} long`]: value })
    })
})

describe('a rule and the type of its column', () => {
  const typed: readonly Column[] = [
    { name: 'betrag', type: 'text' },
    { name: 'day', type: 'date' },
    { name: 'at', type: 'timestamp', zoned: true },
    { name: 'local', type: 'timestamp', zoned: false },
    { name: 'paid', type: 'boolean' },
    { name: 'n', type: 'integer' },
    { name: 'empty', type: 'text' },
  ]
  const typedRows = [
    ['1.299,00', '2026-01-31', '2026-01-31T10:00:00.5Z', '2026-01-31 10:00:00', 1, 7, null],
    ['99.50', '2026-02-28', '2026-01-31T10:00:00Z', '2026-02-28 23:59:59', 0, 9, null],
  ]

  async function ofTyped(check: Check) {
    using rig = new StepRig()
    const dataset = writeDataset(rig.path('d/typed.sqlite'), 'typed', { columns: typed, rows: typedRows })
    return await checkDataset(dataset, [check], rig.context({}))
  }

  const range = (column: string, bounds: { min?: number | string; max?: number | string }): Check => ({
    rule: 'range',
    column,
    ...bounds,
  })

  for (const [column, bounds, message] of [
    ['betrag', { max: 100 }, /"betrag" is text, and `max: 100` is a number.*a value there is "1\.299,00"/],
    ['day', { min: '01.01.2026' }, /"day" is date, and `min: 01.01.2026` is none/],
    ['day', { min: 2026 }, /"day" is date, and `min: 2026` is none/],
    ['at', { max: 'noon' }, /"at" is timestamp, and `max: noon` is none/],
    ['paid', { max: 1 }, /"paid" is boolean, whose values have no order/],
    ['n', { max: 'many' }, /"n" is integer, and `max: many` is none/],
  ] as const)
    it(`refuses ${JSON.stringify(bounds)} for "${column}"`, async () => {
      const failure = await failureOf(ofTyped(range(column, bounds)))
      assert.equal(failure.code, 'checks/type')
      assert.match(failure.message, message)
      const aside = await failureOf(ofTyped({ ...range(column, bounds), severity: 'quarantine' }))
      assert.equal(aside.code, 'checks/type')
    })

  it('tells how a number is declared', async () => {
    const { help } = await failureOf(ofTyped(range('betrag', { max: 100 })))
    assert.match(help ?? '', /columns: \{ betrag: \{ type: decimal, decimal: "," \} \}/)
  })

  it('finds nothing wrong with a column that has no value, whatever type it was given', async () => {
    await ofTyped(range('empty', { max: 100 }))
  })

  it('takes numbers in quotes for numbers, and compares texts by their letters', async () => {
    await ofTyped(range('n', { min: '7', max: '9.0' }))
    await ofTyped(range('betrag', { min: '1', max: '99.6' }))
  })

  for (const [column, kept, broken] of [
    ['at', { min: '2026-01-31T10:00:00Z', max: '2026-01-31 10:00:00.50' }, { min: '2026-01-31T10:00:00.1Z' }],
    ['at', { max: '2026-01-31T11:00:00.5+01:00' }, { max: '2026-01-31T10:00:00Z' }],
    ['local', { min: '2026-01-31', max: '2026-02-28T23:59:59' }, { max: '2026-02-28' }],
    ['day', { min: '2026-01-31', max: '2026-02-28' }, { max: '2026-02-27' }],
  ] as const)
    it(`compares "${column}" with ${JSON.stringify(kept)} as times`, async () => {
      await ofTyped(range(column, kept))
      assert.equal((await failureOf(ofTyped(range(column, broken)))).code, 'checks/failed')
    })

  it('asks for numbers where the mean, the sum, the least or the greatest of a column is measured', async () => {
    for (const measure of ['mean', 'sum', 'min', 'max'] as const) {
      const check = { rule: 'distribution', measure, within: 0.1, last: 3 } as const
      const failure = await failureOf(ofTyped({ ...check, column: 'betrag' }))
      assert.equal(failure.code, 'checks/type')
      assert.match(failure.message, new RegExp(`"betrag" is text, and \`of: ${measure}\` asks for numbers`))
      assert.equal((await failureOf(ofTyped({ ...check, column: 'day' }))).code, 'checks/type')
      await ofTyped({ ...check, column: 'n' })
    }
  })
})

describe('severity warn', () => {
  it('tells a broken rule and goes on', async () => {
    const { judged } = await judge({ rule: 'not-null', columns: ['customer_id'], severity: 'warn' })
    assert.equal(judged.warnings.length, 1)
    assert.match(judged.warnings[0] ?? '', /^not-null \[customer_id\]: 1 row/)
  })
})
