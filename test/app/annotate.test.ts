import assert from 'node:assert/strict'
import { test } from 'node:test'
import { annotate } from '../../src/app/annotate.ts'
import type { LocatedDiagnostic } from '../../src/diagnostic/diagnostic.ts'
import { recordingRunner } from '../support/recording-runner.ts'

const mistake = (line: number, severity: 'error' | 'warning'): LocatedDiagnostic => ({
  code: 'graph/missing-need',
  severity,
  message: `mistake ${line}`,
  file: 'pipelines/a.yml',
  line,
  column: 1,
  endLine: line,
  endColumn: 2,
  help: 'mend it',
})

test('ten of each kind are annotated on their lines with the remedy, and the rest is counted', () => {
  const { runner, annotations, lines } = recordingRunner()
  const all = Array.from({ length: 25 }, (_, n) => mistake(n + 1, n < 14 ? 'error' : 'warning'))
  annotate(all, runner, { rest: 'see there', fileOf: (file) => `etl/${file}` })
  assert.deepEqual(
    Object.entries(Object.groupBy(annotations, ({ level }) => level)).map(([level, of]) => [
      level,
      of.length,
    ]),
    [
      ['error', 10],
      ['warning', 10],
    ],
  )
  assert.deepEqual(annotations[0], {
    level: 'error',
    title: 'graph/missing-need',
    message: 'mistake 1\nmend it',
    at: { file: 'etl/pipelines/a.yml', line: 1, column: 1, endLine: 1, endColumn: 2 },
  })
  assert.deepEqual(lines, ['4 more errors: see there', '1 more warning: see there'])
})
