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
