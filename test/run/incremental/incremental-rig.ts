import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createDatabases } from '../../../src/adapters/database/databases.ts'
import { createPorts } from '../../../src/adapters/ports.ts'
import { openRunFolder } from '../../../src/adapters/run-folder/run-folder.ts'
import { planPipeline } from '../../../src/app/plan.ts'
import { runPipeline } from '../../../src/app/run.ts'
import type { Http, Ports } from '../../../src/ports/ports.ts'
import type { SqliteEngine } from '../../../src/ports/sqlite.ts'
import { movedCursors } from '../../../src/report/moved-cursors.ts'
import type { RunEvent, RunResult } from '../../../src/run/event.ts'

export type Answer = (
  url: URL,
) =>
  | Promise<{ readonly text: string; readonly date?: Date }>
  | { readonly text: string; readonly date?: Date }

/** What a run came to. */
export interface Ran {
  readonly result: RunResult
  readonly steps: Readonly<Record<string, Extract<RunEvent, { type: 'step-finished' }>>>
}

/** A pipeline that is run again and again in a folder of its own, at times and against a server of the test's. */
export class IncrementalRig implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'millrace-incremental-'))
  /** Our clock, in milliseconds. */
  now = Date.parse('2026-01-01T00:00:00Z')
  answer: Answer = () => ({ text: '' })
  readonly #sqlite: SqliteEngine | undefined
  /** Those that are kept with the runs. */
  #cursors: Readonly<Record<string, string>> = {}
  #runs = 0

  constructor(manifest: string, sqlite?: SqliteEngine) {
    this.#sqlite = sqlite
    mkdirSync(join(this.folder, '.git'))
    mkdirSync(join(this.folder, 'pipelines'))
    mkdirSync(join(this.folder, 'shared'))
    this.write('pipelines/p.yml', manifest)
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text)
  }

  async run(
    over: {
      readonly window?: string
      readonly again?: boolean
      readonly env?: Readonly<Record<string, string>>
    } = {},
  ): Promise<Ran> {
    this.#runs += 1
    const runId = `run-${this.#runs}`
    const { window, again = false, env = {} } = over
    const planned = await planPipeline({
      file: 'pipelines/p.yml',
      workspace: this.folder,
      inputs: {},
      trigger: 'cli',
      runId,
      now: new Date(this.now),
      ...(window === undefined ? {} : { window, again }),
    })
    if (!planned.ok) throw new Error(planned.diagnostics.map(({ message }) => message).join('\n'))
    const plan = { ...planned.plan, cursors: this.#cursors }
    const ended = new Map<string, Extract<RunEvent, { type: 'step-finished' }>>()
    const result = await runPipeline(
      {
        ...planned,
        plan,
        ports: this.#ports(),
        lookup: (name) => env[name],
        env: {},
        github: {},
        workspace: this.folder,
        store: openRunFolder(this.folder, runId),
        concurrency: 1,
        signal: new AbortController().signal,
      },
      (event) => {
        if (event.type === 'step-finished') ended.set(event.step, event)
      },
    )
    const windows = plan.steps.flatMap(({ id }) => ended.get(id)?.windows ?? [])
    this.#cursors = movedCursors(plan, result, windows)
    return { result, steps: Object.fromEntries(ended) }
  }

  #ports(): Ports {
    const world = createPorts({ graceMs: 100 })
    const clock = { ...world.clock, now: () => new Date(this.now) }
    const request: Http['request'] = async ({ url }) => {
      const { text, date } = await this.answer(new URL(url))
      return {
        status: 200,
        headers: {
          'content-type': 'application/x-ndjson',
          ...(date === undefined ? {} : { date: date.toUTCString() }),
        },
        url,
        validators: {},
        body: Readable.from([Buffer.from(text)]),
      }
    }
    const sqlite = this.#sqlite ?? world.sqlite
    return { ...world, clock, http: { ...world.http, request }, sqlite, databases: createDatabases(sqlite) }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
