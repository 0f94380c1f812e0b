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

describe('severity warn', () => {
  it('tells a broken rule and goes on', async () => {
    const { judged } = await judge({ rule: 'not-null', columns: ['customer_id'], severity: 'warn' })
    assert.equal(judged.warnings.length, 1)
    assert.match(judged.warnings[0] ?? '', /^not-null \[customer_id\]: 1 row/)
  })
})
