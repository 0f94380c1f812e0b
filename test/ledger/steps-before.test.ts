import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newestRuns } from '../../src/ledger/fold-runs.ts'
import type { RunRecord, StepRecord } from '../../src/ledger/record.ts'
import { stepsBefore } from '../../src/ledger/steps-before.ts'
import { madeEntry, madeStep } from '../support/ledger-entry.ts'

const own = '0'.repeat(64)
const steps = new Map([
  ['orders', { pure: true }],
  ['publish', { pure: false }],
])

/** What is known after runs that ended so, the oldest first. */
function known(
  ...ends: readonly { readonly id: string; readonly step: Partial<StepRecord>; readonly inputs?: string }[]
) {
  const entries = ends.map(({ id, step, inputs = own }, index) =>
    madeEntry(index + 1, { inputs }, { steps: [madeStep(id, step)] }),
  )
  return stepsBefore(newestRuns(entries), { inputs: own, steps })
}

const mark = (since: string) => ({ key: 'k', since })

describe('what the last good runs knew of a step', () => {
  it('is its last success where it only makes rows, whatever failed since', () => {
    const past = known(
      { id: 'orders', step: { mark: mark('run-1') } },
      { id: 'orders', step: { result: 'failure' } },
    )
    assert.deepEqual(past.get('orders'), { mark: mark('run-1') })
  })

  it('is the last time it did anything where it does something to the world, and nothing if that failed', () => {
    const done = { id: 'publish', step: { kind: 'load', mark: mark('run-1') } }
    assert.deepEqual(known(done).get('publish'), { mark: mark('run-1') })
    assert.equal(known(done, { id: 'publish', step: { result: 'failure' } }).get('publish'), undefined)
    assert.equal(known(done, { id: 'publish', step: { result: 'cancelled' } }).get('publish'), undefined)
    assert.equal(known(done, { id: 'publish', step: {} }).get('publish'), undefined)
    const skipped = { id: 'publish', step: { result: 'skipped' as const } }
    assert.deepEqual(known(done, skipped).get('publish'), { mark: mark('run-1') })
    assert.deepEqual(known(done, { ...skipped, step: { ...skipped.step, unselected: true } }).size, 1)
  })

  it('goes on through runs in which it was unchanged', () => {
    const past = known(
      { id: 'publish', step: { mark: mark('run-1') } },
      { id: 'publish', step: { result: 'skipped', unchanged: true, mark: mark('run-1') } },
    )
    assert.deepEqual(past.get('publish'), { mark: mark('run-1') })
  })

  it('is that of the same inputs for rows, and of whatever inputs for the world', () => {
    const other = { inputs: '1'.repeat(64) }
    assert.deepEqual(
      known(
        { id: 'orders', step: { mark: mark('run-1') } },
        { id: 'orders', step: { mark: mark('run-2') }, ...other },
      ).get('orders'),
      { mark: mark('run-1') },
    )
    assert.deepEqual(
      known(
        { id: 'publish', step: { mark: mark('run-1') } },
        { id: 'publish', step: { mark: mark('run-2') }, ...other },
      ).get('publish'),
      { mark: mark('run-2') },
    )
  })

  it('has the columns of the last success, and what was measured each time it was made anew, once', () => {
    const columns = [{ name: 'id', type: 'integer' as const }]
    const past = known(
      { id: 'orders', step: { mark: mark('run-1'), measured: { rows: 1 }, columns } },
      { id: 'orders', step: { mark: mark('run-2'), measured: { rows: 2 } } },
      { id: 'orders', step: { mark: mark('run-2'), measured: { rows: 2 }, unchanged: true } },
    )
    assert.deepEqual(past.get('orders')?.history, [{ rows: 2 }, { rows: 1 }])
    assert.deepEqual(past.get('orders')?.columns, columns)
  })

  describe('of the columns of an extract', () => {
    const integer = [{ name: 'id', type: 'integer' as const }]
    const text = [{ name: 'id', type: 'text' as const }]
    const chain = new Map([
      ['orders', { pure: true }],
      ['daily', { pure: true, reads: ['orders'] }],
      ['publish', { pure: false, reads: ['daily'] }],
      ['notify', { pure: false }],
    ])
    const load = { kind: 'load' }

    /** The columns that are held against the next run, after a good one and one that ended so. */
    function held(run: Partial<RunRecord>, ...ends: readonly StepRecord[]) {
      const good = madeEntry(1, {}, { steps: [madeStep('orders', { columns: integer })] })
      const then = madeEntry(2, run, { steps: [madeStep('orders', { columns: text }), ...ends] })
      const past = stepsBefore(newestRuns([good, then]), { inputs: own, steps: chain })
      return past.get('orders')?.columns?.[0]?.type
    }
    const failed = { result: 'failure' } as const
    const daily = madeStep('daily', { kind: 'transform' })

    it('those count that a load has taken, whatever else failed', () => {
      const publish = madeStep('publish', load)
      assert.equal(held({}, daily, publish), 'text')
      assert.equal(held(failed, daily, publish, madeStep('notify', { ...load, ...failed })), 'text')
      assert.equal(held({}, daily, madeStep('publish', { ...load, result: 'skipped' })), 'text')
      const unchanged = madeStep('publish', { ...load, result: 'skipped', unchanged: true })
      assert.equal(held(failed, daily, unchanged), 'text')
    })

    it('those do not that made a load fail, also where that is borne, or that no load came to', () => {
      const publish = madeStep('publish', { ...load, ...failed })
      assert.equal(held(failed, daily, publish), 'integer')
      assert.equal(held({ result: 'degraded' }, daily, { ...publish, tolerated: true }), 'integer')
      assert.equal(held({ result: 'cancelled' }, daily, { ...publish, result: 'cancelled' }), 'integer')
      const broken = madeStep('daily', { kind: 'transform', ...failed })
      assert.equal(held(failed, broken, { ...publish, result: 'skipped' }), 'integer')
    })

    it('those of a run of selected steps count if somebody took the rows', () => {
      const select = { select: 'x' }
      const left = { result: 'skipped', unselected: true } as const
      assert.equal(
        held(select, madeStep('daily', left), madeStep('publish', { ...load, ...left })),
        'integer',
      )
      assert.equal(held(select, daily, madeStep('publish', { ...load, ...left })), 'text')
    })
  })
})
