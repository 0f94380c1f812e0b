import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Usage } from '../diagnostic/failure.ts'
import { readRows } from '../library/rows.ts'
import type { RunResult } from '../library/told.ts'
import type { RunEvent } from '../run/event.ts'
import { lastEnds } from '../run/resume/last-ends.ts'
import type { StepFinished } from '../run/run-request.ts'
import { sqlitePath } from '../text/sqlite-path.ts'
import type { TestFolder } from './test-folder.ts'
import type { TestRun, TestStep } from './test-result.ts'

export interface Left {
  readonly folder: TestFolder
  readonly run: string
  readonly files: string
  readonly result: RunResult
  readonly events: readonly RunEvent[]
  readonly connections: Readonly<Record<string, string>>
}

export function testRun({ folder, run, files, result, events, connections }: Left): TestRun {
  const steps = [...lastEnds(events)].map(
    ([id, end]) => [id, testStep(end, run, linesOf(events, id))] as const,
  )
  return {
    result,
    steps: Object.fromEntries(steps),
    events,
    table: (connection, table) => rowsIn(connections[connection], connection, table),
    file: (path) => readFileSync(join(files, path), 'utf8'),
    async [Symbol.asyncDispose]() {
      folder[Symbol.dispose]()
    },
  }
}

function testStep(end: StepFinished, run: string, log: readonly string[]): TestStep {
  const { result, outputs, attempts, failure, reason, note } = end
  const rowsOf = (kept: StepFinished['dataset']) => (kept === undefined ? [] : readRows(join(run, kept.file)))
  return {
    result,
    rows: rowsOf(end.dataset),
    outputs,
    rejects: rowsOf(end.rejects),
    ...(failure === undefined ? {} : { failure }),
    ...(reason === undefined ? {} : { reason }),
    attempts,
    log,
    ...(note === undefined ? {} : { note }),
  }
}

function linesOf(events: readonly RunEvent[], step: string): string[] {
  return events.flatMap((event) =>
    event.type === 'step-log' && event.step === step && event.stream !== 'millrace' ? [event.line] : [],
  )
}

function rowsIn(url: string | undefined, connection: string, table: string): Record<string, unknown>[] {
  const path = sqlitePath(url ?? '')
  if (path === undefined)
    throw new Usage(
      `"${connection}" is no SQLite connection of the pipeline`,
      'ask the database itself for its rows',
    )
  using database = new DatabaseSync(path, { readOnly: true })
  const statement = database.prepare(`select * from "${table.replaceAll('"', '""')}"`)
  return statement.all().map((row) => ({ ...row }))
}
