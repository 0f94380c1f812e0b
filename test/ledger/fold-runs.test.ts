import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doneWindows } from '../../src/ledger/done-windows.ts'
import { durations, lastGood, lastStanding, newestRuns } from '../../src/ledger/fold-runs.ts'
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

test('how a step stands is told by the last run, and of what it left out by the one before, up to a whole run', () => {
  const steps = (daily: 'success' | 'failure' | 'skipped', publish: 'success' | 'failure' | 'skipped') => [
    madeStep('daily', daily === 'skipped' ? { result: daily, unselected: true } : { result: daily }),
    madeStep('publish', publish === 'skipped' ? { result: publish, unselected: true } : { result: publish }),
  ]
  const runs = newestRuns([
    madeEntry(1, {}, { steps: [...steps('failure', 'success'), madeStep('gone')] }),
    madeEntry(2, {}, { steps: steps('success', 'failure') }),
    madeEntry(3, { select: 'publish' }, { steps: steps('skipped', 'success') }),
  ])
  const told = lastStanding(runs, ['daily', 'publish', 'gone'])
  assert.deepEqual(Object.fromEntries(told), { publish: 'success', daily: 'success' })
})

test('a step that was left out of a record of too many succeeded', () => {
  const runs = [madeEntry(1, {}, { steps: [madeStep('bad', { result: 'failure' })], stepsLeftOut: 3000 })]
  const told = lastStanding(runs, ['good', 'bad'])
  assert.deepEqual(Object.fromEntries(told), { bad: 'failure', good: 'success' })
})

test('a window is done by a run without a failure, also a tolerated one, or a rejected row, that was not there before it was over', () => {
  const window = { from: '2020-01-01T00:00:00.000Z', to: '2020-01-02T00:00:00.000Z', definition: 'd' }
  const early = { window, startedAt: window.from }
  const runs = [
    madeEntry(1, { window, result: 'degraded' }),
    madeEntry(2, { window, result: 'failure' }),
    madeEntry(3, early),
    madeEntry(5, { window }, { steps: [madeStep('orders', { rejected: 1 })] }),
  ]
  const { inputs } = madeEntry(1).run
  const of = { definition: 'd', inputs, settleMs: 0 }
  assert.deepEqual(doneWindows(runs, of), [])
  assert.deepEqual(doneWindows([...runs, madeEntry(4, { window })], of), [window])
})
