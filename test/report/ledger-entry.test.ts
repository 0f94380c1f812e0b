import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ledgerEntry } from '../../src/ledger/record.ts'
import { ledgerEntryOf } from '../../src/report/ledger-entry.ts'
import type { Report, StepReport } from '../../src/report/report.ts'

const step: StepReport = {
  id: 'orders',
  kind: 'extract',
  needs: [],
  job: 'orders',
  result: 'success',
  tolerated: false,
  attempts: 1,
  durationMs: 5,
  rows: 3,
  retries: [],
  log: { lines: [], total: 0 },
  outputs: { secret: 'not kept' },
}

function reportOf(steps: readonly StepReport[], change: Partial<Report> = {}): Report {
  return {
    schema: 1,
    pipeline: 'p',
    name: 'P',
    file: 'pipelines/p.yml',
    run: { id: '7', trigger: 'schedule', at: '2026-03-29T04:30:00.000Z', date: '2026-03-29' },
    result: 'success',
    durationMs: 5,
    inputs: {},
    command: '',
    totals: {
      steps: { success: 1, failure: 0, cancelled: 0, skipped: 0 },
      tolerated: 0,
      extracted: 0,
      loaded: 0,
      rejected: 0,
    },
    steps,
    jobs: [],
    waves: [],
    cost: { billedMinutes: 0, dollars: 0 },
    ...change,
  }
}

const facts = { attempt: 1, now: new Date('2026-03-29T05:00:00Z'), tables: new Map() }
const failure = { code: 'http/status', message: `503\n${'x'.repeat(500)}`, causes: [], retryable: true }

test('what is kept can be read back, and shows no output, log or input', () => {
  const entry = ledgerEntryOf(reportOf([step], { inputs: { region: 'eu' } }), facts)
  assert.deepEqual(ledgerEntry.parse(JSON.parse(JSON.stringify(entry))), entry)
  assert.doesNotMatch(JSON.stringify(entry), /not kept|region/)
  assert.equal(entry.run.startedAt, '2026-03-29T05:00:00.000Z')
})

test('equal inputs are told by equal hashes, in whichever order they were given', () => {
  const hash = (inputs: Report['inputs']) => ledgerEntryOf(reportOf([], { inputs }), facts).run.inputs
  assert.equal(hash({ a: 1, b: 'x' }), hash({ b: 'x', a: 1 }))
  assert.notEqual(hash({ a: 1 }), hash({ a: 2 }))
})

test('a failure is kept by its first line, cut to a sensible length', () => {
  const long = { ...failure, message: 'y'.repeat(500) }
  const entry = ledgerEntryOf(
    reportOf([
      { ...step, result: 'failure', failure },
      { ...step, result: 'failure', failure: long },
    ]),
    facts,
  )
  assert.equal(entry.steps[0]?.failure?.message, '503')
  assert.equal(entry.steps[1]?.failure?.message, `${'y'.repeat(200)}…`)
})

test('of very many steps none but successes is left out, and how many are is told', () => {
  const many = Array.from({ length: 3000 }, (_, n): StepReport => ({
    ...step,
    id: `s${n}`,
    ...(n >= 2990 ? { result: 'failure', failure } : n >= 2980 ? { result: 'skipped' } : {}),
  }))
  const entry = ledgerEntryOf(reportOf(many), facts)
  assert.equal(entry.steps.length, 2000)
  assert.equal(entry.stepsLeftOut, 1000)
  const kept = (wanted: string) => entry.steps.filter(({ result }) => result === wanted).length
  assert.deepEqual(['failure', 'skipped'].map(kept), [10, 10])
})

test('a load that did its work is kept with its table, one that did not is not', () => {
  const tables = new Map([
    ['good', { connection: 'wh', table: 'a' }],
    ['bad', { connection: 'wh', table: 'b' }],
  ])
  const counts = { read: 4, loaded: 3, rejected: 0, filtered: 0, deduplicated: 0, unchanged: 1 }
  const loads: StepReport[] = [
    { ...step, id: 'good', kind: 'load', counts },
    { ...step, id: 'bad', kind: 'load', result: 'failure' },
  ]
  assert.deepEqual(ledgerEntryOf(reportOf(loads), { ...facts, tables }).loads, [
    { step: 'good', connection: 'wh', table: 'a', rows: 3 },
  ])
})
