import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cursors, durations, lastGood, newestRuns, previousRun } from '../../src/ledger/fold-runs.ts'
import { madeEntry, madeStep } from '../support/ledger-entry.ts'

const took = (nth: number, durationMs: number, step = {}) =>
  madeEntry(nth, {}, { steps: [madeStep('orders', { durationMs, ...step })] })

test('of a run the last attempt counts, in whichever order they are met, and of the runs the newest is first', () => {
  const again = madeEntry(1, { attempt: 2, result: 'failure' })
  assert.deepEqual(newestRuns([again, madeEntry(2), madeEntry(1)]), [madeEntry(2), again])
  assert.deepEqual(newestRuns([madeEntry(1), madeEntry(1, { pipeline: 'other' })]).length, 2)
})

test('a step takes the median of what its last ten successes took', () => {
  const times = [900, 100, 100, 5000, 120, 110, 90, 100, 100, 130, 100_000, 100_000]
  const runs = newestRuns(times.map((ms, nth) => took(100 - nth, ms)))
  assert.deepEqual([...durations(runs)], [['orders', 105]])
  assert.deepEqual([...durations([took(1, 200), took(2, 100), took(3, 600)])], [['orders', 200]])
})

test('what did not run, or did not succeed, is no measure of how long a step takes', () => {
  const runs = [
    took(5, 1, { cached: true, attempts: 0 }),
    took(4, 1, { result: 'failure' }),
    took(3, 0, { attempts: 0 }),
    took(2, 1, { result: 'skipped', attempts: 0 }),
    took(1, 400),
  ]
  assert.deepEqual([...durations(runs)], [['orders', 400]])
})

test('what a resumed run found done counts by what it took', () => {
  assert.deepEqual([...durations([took(1, 400, { cached: true })])], [['orders', 400]])
})

test('the last good run is one that succeeded or degraded, whole, and on the branch', () => {
  const runs = newestRuns([
    madeEntry(1),
    madeEntry(2, { result: 'degraded' }),
    madeEntry(3, { select: 'tag:x' }),
    madeEntry(4, { branch: 'feature' }),
    madeEntry(5, { result: 'failure' }),
  ])
  assert.equal(lastGood(runs, { branch: 'main' })?.run.id, 'run-2')
  assert.equal(lastGood(runs, { branch: 'feature' })?.run.id, 'run-4')
  assert.equal(lastGood([], {}), undefined)
})

test('the run before is the newest other one, with how its steps ended', () => {
  const runs = newestRuns([madeEntry(1, { result: 'failure' }), madeEntry(2)])
  assert.deepEqual(previousRun(runs, { except: 'run-2' }), {
    id: 'run-1',
    result: 'failure',
    date: '2026-11-01',
    steps: { orders: { result: 'success' } },
  })
  assert.equal(previousRun(runs.slice(1), { except: 'run-1' }), undefined)
})

test('what the run before left out is as the one before it left it, up to a whole run', () => {
  const steps = (daily: 'success' | 'failure' | 'skipped', publish: 'success' | 'failure' | 'skipped') => [
    madeStep('daily', daily === 'skipped' ? { result: daily, unselected: true } : { result: daily }),
    madeStep('publish', publish === 'skipped' ? { result: publish, unselected: true } : { result: publish }),
  ]
  const runs = newestRuns([
    madeEntry(1, {}, { steps: steps('failure', 'success') }),
    madeEntry(2, {}, { steps: steps('success', 'failure') }),
    madeEntry(3, { select: 'publish' }, { steps: steps('skipped', 'success') }),
  ])
  assert.deepEqual(previousRun(runs, {})?.steps, {
    publish: { result: 'success' },
    daily: { result: 'success' },
  })
})

test('a cursor stands where the newest run left it', () => {
  const at = (nth: number, value: string) => madeEntry(nth, {}, { cursors: [{ name: 'orders', value }] })
  assert.deepEqual([...cursors(newestRuns([at(1, 'a'), at(2, 'b'), madeEntry(3)]))], [['orders', 'b']])
})
