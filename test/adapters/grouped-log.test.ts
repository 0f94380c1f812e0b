import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupedLog } from '../../src/adapters/runner/grouped-log.ts'
import { failed, finished, logged, started } from '../report/sketch.ts'
import { recordingRunner } from '../support/recording-runner.ts'

test('lines of steps that run side by side are folded under their step, which stands at once when it starts', () => {
  const { runner, lines } = recordingRunner()
  const tell = groupedLog(runner)
  for (const step of ['a', 'b']) tell(started(step))
  tell(logged('a', 'of a'))
  tell(logged('b', 'of b'))
  tell(finished('b'))
  tell(finished('a', { rows: 3 }))
  assert.deepEqual(lines, ['▶ a', '▶ b', '[✔ b  1.0 s]', 'of b', '[✔ a  3 rows · 1.0 s]', 'of a'])
})

test('of a long log the end is shown, for that is where a failure stands', () => {
  const { runner, lines } = recordingRunner()
  const tell = groupedLog(runner)
  for (let line = 1; line <= 10_000; line += 1) tell(logged('a', `line ${line}`))
  tell(failed('a', 'it broke'))
  const [title, note, first] = lines
  assert.match(title ?? '', /a {2}failure/)
  assert.match(note ?? '', /what comes before is in the log/)
  assert.equal(first, 'line 8001')
  assert.equal(lines.filter((line) => line.startsWith('line ')).at(-1), 'line 10000')
})

test('a failure stands outside its group and is annotated; a tolerated one warns', () => {
  const { runner, lines, annotations } = recordingRunner()
  const tell = groupedLog(runner)
  tell(failed('a', 'it broke', { tolerated: true }))
  tell(failed('b', 'it broke too'))
  assert.ok(lines.some((line) => line.includes('it broke too')))
  assert.deepEqual(
    annotations.map(({ level, title, message }) => [level, title, message]),
    [
      ['warning', 'a failed', 'it broke'],
      ['error', 'b failed', 'it broke too'],
    ],
  )
})

test('legs are told of by their step: those that fail at once, and their lines last in its group', () => {
  const { runner, lines } = recordingRunner()
  const tell = groupedLog(runner)
  const of = (leg: number) =>
    ({ schema: 1, run: 'r1', at: '2026-11-21T05:30:00.000Z', step: 'a', leg: String(leg) }) as const
  const ended = { attempts: 1, rows: null, durationMs: 1, outputs: {} }
  const failure = { code: 'run/exit', message: 'it broke\nbadly', causes: [], retryable: false }
  tell({ schema: 1, run: 'r1', at: of(0).at, type: 'step-started', step: 'a', attempt: 1, legs: 2 })
  for (const leg of [0, 1]) tell({ ...of(leg), type: 'step-started', attempt: 1 })
  for (const leg of [1, 0]) tell({ ...of(leg), type: 'step-log', stream: 'stdout', line: `of ${leg}` })
  tell({ ...of(1), type: 'leg-finished', values: { region: 'eu' }, result: 'failure', failure, ...ended })
  tell({ ...of(0), type: 'leg-finished', values: { region: 'us' }, result: 'success', ...ended })
  tell(finished('a', { legs: { total: 2, success: 1, failure: 1, cancelled: 0, skipped: 0 } }))
  assert.deepEqual(lines, [
    '▶ a, 2 legs',
    '✖ a  [1] region: eu · it broke',
    '[✔ a  1 of 2 legs, 1 failed · 1.0 s]',
    '[0] of 0',
    '[1] of 1',
  ])
})

test('of many failures ten are annotated, the last of which says that there may be more', () => {
  const { runner, annotations } = recordingRunner()
  const tell = groupedLog(runner)
  for (let step = 1; step <= 30; step += 1) tell(failed(`s${step}`, 'it broke'))
  assert.equal(annotations.length, 10)
  assert.match(annotations.at(-1)?.message ?? '', /those that follow stand in the log/)
})

test('of a step that succeeded all the same, broken rules and the first rejected rows are annotated, at their line', () => {
  const { runner, annotations } = recordingRunner()
  const tell = groupedLog(runner)
  const sample = { file: 'orders.csv', line: 17, column: 'zip', rule: 'integer', value: 'x', raw: null }
  tell(
    finished('a', {
      warnings: ['not-null [id]: 1 row'],
      counts: { read: 9, loaded: 5, rejected: 4, filtered: 0, deduplicated: 0, unchanged: 0 },
      rejectSamples: [sample, { ...sample, line: null }, sample, sample],
    }),
  )
  assert.deepEqual(
    annotations.map(({ level, title, message, at }) => [level, title, message, at]),
    [
      ['warning', 'a: a check is broken', 'not-null [id]: 1 row', undefined],
      [
        'warning',
        'a: 4 rows rejected',
        'orders.csv, line 17, zip: integer "x"',
        { file: 'orders.csv', line: 17 },
      ],
      ['warning', 'a: 4 rows rejected', 'orders.csv, zip: integer "x"', undefined],
      [
        'warning',
        'a: 4 rows rejected',
        'orders.csv, line 17, zip: integer "x"',
        { file: 'orders.csv', line: 17 },
      ],
    ],
  )
})
