import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newestRuns } from '../../src/ledger/fold-runs.ts'
import { previousRun } from '../../src/ledger/previous-run.ts'
import type { LedgerEntry, StepRecord } from '../../src/ledger/record.ts'
import { madeEntry, madeStep } from '../support/ledger-entry.ts'

type Result = StepRecord['result']

/** A run for a day, started as the nth of all; `dated`: with `--date`. */
function day(nth: number, date: string, result: Result, dated = true): LedgerEntry {
  return madeEntry(
    nth,
    { date, at: `${date}T${dated ? '00' : '05'}:00:00.000Z`, result, ...(dated ? { dated: true } : {}) },
    { steps: [madeStep('daily', { result, attempts: result === 'skipped' ? 0 : 1 })] },
  )
}

function before(date: string, entries: readonly LedgerEntry[], dated = true) {
  const own = {
    date,
    at: `${date}T${dated ? '00' : '05'}:00:00.000Z`,
    ...(dated ? ({ dated: true } as const) : {}),
  }
  return previousRun(newestRuns(entries), { own, steps: ['daily'] })
}

test('the run before is the one before in logical time, whenever it was made', () => {
  const runs = [
    day(1, '2026-01-05', 'failure'),
    day(2, '2026-01-01', 'success'),
    day(3, '2026-01-03', 'success'),
  ]
  assert.equal(before('2026-01-01', runs), undefined)
  assert.deepEqual(before('2026-01-05', runs), {
    id: 'run-3',
    result: 'success',
    date: '2026-01-03',
    steps: { daily: { result: 'success' } },
  })
  assert.equal(before('2026-01-06', runs)?.id, 'run-1')
})

test('it is no other run for the same time, nor this one', () => {
  const runs = [day(1, '2026-01-04', 'success'), day(2, '2026-01-05', 'failure')]
  assert.equal(before('2026-01-05', runs)?.id, 'run-1')
  const own = { date: '2026-01-06', at: '2026-01-06T00:00:00.000Z' }
  assert.equal(previousRun(newestRuns(runs), { own, steps: [], except: 'run-2' })?.id, 'run-1')
})

test('of a day that was made again by its date the last word holds', () => {
  const runs = [day(1, '2026-01-04', 'failure', false), day(2, '2026-01-04', 'success')]
  assert.equal(before('2026-01-05', runs, false)?.id, 'run-2')
  assert.equal(before('2026-01-05', runs)?.id, 'run-2')
})

test('a run in which nothing was done is no run before', () => {
  const runs = [day(1, '2026-01-01', 'success'), day(2, '2026-01-02', 'skipped')]
  assert.equal(before('2026-01-03', runs)?.id, 'run-1')
  assert.equal(before('2026-01-03', runs.slice(1)), undefined)
})

test('of each step there is the last result that is no skip', () => {
  const steps = (daily: Partial<StepRecord>, publish: Partial<StepRecord>) => ({
    steps: [madeStep('daily', daily), madeStep('publish', publish)],
  })
  const runs = newestRuns([
    madeEntry(1, {}, steps({ result: 'cancelled' }, {})),
    madeEntry(2, {}, steps({ result: 'failure' }, { result: 'skipped' })),
    madeEntry(
      3,
      { select: 'publish' },
      steps({ result: 'skipped', unselected: true }, { result: 'failure' }),
    ),
  ])
  const own = { date: '2026-11-09', at: '2026-11-09T00:00:00.000Z' }
  assert.deepEqual(previousRun(runs, { own, steps: ['daily', 'publish', 'new'] }), {
    id: 'run-3',
    result: 'success',
    date: '2026-11-01',
    steps: { daily: { result: 'failure' }, publish: { result: 'failure' } },
  })
})
