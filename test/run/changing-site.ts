import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createLocalCache } from '../../src/adapters/cache/local.ts'
import { loadedTables } from '../../src/app/record-run.ts'
import { withPast } from '../../src/app/with-past.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { newestRuns } from '../../src/ledger/fold-runs.ts'
import type { LedgerEntry } from '../../src/ledger/record.ts'
import { resolveInputs } from '../../src/plan/inputs.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { type Plan, planSchema } from '../../src/plan/plan.ts'
import { ledgerEntryOf } from '../../src/report/ledger-entry.ts'
import type { Report } from '../../src/report/report.ts'
import { summarize } from '../../src/report/summarize.ts'
import { StepCache } from '../../src/run/cached/step-cache.ts'
import { eventsOf } from '../../src/run/events/decode-events.ts'
import type { RunEvent } from '../../src/run/event.ts'
import { carriedOn, type JobWord, priorResults } from '../../src/run/resume/prior-results.ts'
import type { RunRequest } from '../../src/run/run-request.ts'
import { runSteps } from '../../src/run/run-steps.ts'
import { loadExecutor } from '../../src/steps/registry.ts'
import { graphFrom } from '../support/graph-from.ts'
import { realPorts } from '../support/step-context.ts'
import { Rig } from './rig.ts'

interface Over {
  readonly inputs?: Readonly<Record<string, unknown>>
  /** `--no-cache`. */
  readonly fresh?: boolean
  readonly select?: readonly string[]
  readonly secrets?: Readonly<Record<string, string>>
  /** Job after job, each knowing only what the jobs it needs left. */
  readonly byJob?: boolean
}

interface Page {
  readonly text: string
  /** What the server tells the page by; none: it cannot be asked. */
  readonly etag: boolean
}

/** A workspace with a ledger and a cache, whose pipeline reads pages of a server; run again and again with the real steps. */
export class ChangingSite implements AsyncDisposable {
  readonly rig = new Rig()
  /** The requests of the last run, by path, with their status: `/o.csv 304`. */
  asked: string[] = []
  entries: LedgerEntry[] = []
  readonly #pages = new Map<string, Page>()
  readonly #server: Server
  readonly #seen: Promise<number>
  #runs = 0

  constructor() {
    this.#server = createServer((request, response) => {
      const page = this.#pages.get(request.url ?? '')
      const etag = `"${createHash('sha256')
        .update(page?.text ?? '')
        .digest('hex')
        .slice(0, 8)}"`
      const status = page === undefined ? 404 : request.headers['if-none-match'] === etag ? 304 : 200
      this.asked.push(`${request.url} ${status}`)
      response.writeHead(status, page?.etag === true ? { etag } : {})
      response.end(status === 200 ? page?.text : undefined)
    })
    this.#seen = new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
  }

  serve(path: string, text: string, { etag = true } = {}): void {
    this.#pages.set(path, { text, etag })
  }

  gone(path: string): void {
    this.#pages.delete(path)
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.rig.folder, name)), { recursive: true })
    writeFileSync(join(this.rig.folder, name), text)
  }

  read(name: string): string | undefined {
    const path = join(this.rig.folder, name)
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined
  }

  /** The rows of a table of `wh.sqlite`; none if it is not there. */
  table(name: string): string {
    const path = join(this.rig.folder, 'wh.sqlite')
    if (!existsSync(path)) return ''
    const database = new DatabaseSync(path, { readOnly: true })
    try {
      const rows = database.prepare(`select * from "${name}" order by 1, 2`).all()
      return rows.map((row) => Object.values(row).join(',')).join(' ')
    } catch {
      return ''
    } finally {
      database.close()
    }
  }

  forgetCache(): void {
    rmSync(join(this.rig.folder, '.millrace/cache'), { recursive: true, force: true })
  }

  /** Runs the pipeline and keeps it in the ledger; `SERVER` in the manifest stands for the server's address. */
  async run(manifest: string, over: Over = {}): Promise<Told> {
    this.#runs += 1
    this.asked = []
    const graph = graphFrom(manifest.replaceAll('SERVER', `http://127.0.0.1:${await this.#seen}`))
    const plan = this.#plan(graph, over)
    const events =
      over.byJob === true ? await this.#byJob(graph, plan, over) : await this.#atOnce(graph, plan, over)
    const report = summarize(plan, events)
    this.entries.unshift(
      ledgerEntryOf(report, {
        attempt: 1,
        now: new Date(),
        tables: loadedTables(graph),
        ...(plan.select === undefined ? {} : { select: plan.select }),
      }),
    )
    return { report, events, words: Object.fromEntries(report.steps.map((step) => [step.id, wordOf(step)])) }
  }

  #plan(graph: Graph, { inputs = {}, select }: Over): Plan {
    const at = new Date(Date.UTC(2026, 10, 20, 5, this.#runs)).toISOString()
    const plan = makePlan(graph, {
      run: { id: `r${this.#runs}`, trigger: 'cli', at, date: at.slice(0, 10) },
      inputs: resolveInputs(graph.manifest, inputs),
      authored: {},
      past: new Map(),
      ...(select === undefined ? {} : { select: { text: select.join(' '), steps: new Set(select) } }),
    })
    const runs = newestRuns(this.entries)
    return planSchema.parse(
      JSON.parse(JSON.stringify(withPast(graph, plan, { runs, branch: undefined, resumed: undefined }))),
    )
  }

  async #atOnce(graph: Graph, plan: Plan, over: Over): Promise<RunEvent[]> {
    const events: RunEvent[] = []
    await runSteps(this.#request(graph, plan, over), (event) => events.push(event))
    return events
  }

  async #byJob(graph: Graph, plan: Plan, over: Over): Promise<RunEvent[]> {
    const words = new Map<string, JobWord>()
    const all: RunEvent[] = []
    for (const id of plan.waves.flat()) {
      const job = plan.jobs.find((one) => one.id === id)
      const prior = priorResults(graph, job?.needs.flatMap((need) => words.get(need) ?? []) ?? [])
      const events: RunEvent[] = []
      await runSteps({ ...this.#request(graph, plan, over), job: id, prior }, (event) =>
        events.push(...eventsOf([JSON.stringify(event)])),
      )
      words.set(id, { events, carried: carriedOn(prior) })
      all.push(...events)
    }
    return all
  }

  #request(graph: Graph, plan: Plan, { fresh, secrets = {} }: Over): RunRequest {
    const cache = new StepCache(createLocalCache(join(this.rig.folder, '.millrace/cache')))
    return {
      graph,
      plan,
      prior: new Map(),
      execute: loadExecutor,
      ports: realPorts,
      environment: { secrets, vars: {}, env: { PATH: process.env['PATH'] }, github: {} },
      workspace: this.rig.folder,
      folder: join(this.rig.folder, `runs/${plan.run.id}`),
      concurrency: 4,
      signal: new AbortController().signal,
      ...(fresh === true ? {} : { cache }),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
    this.rig[Symbol.dispose]()
  }
}

export interface Told {
  readonly report: Report
  readonly events: readonly RunEvent[]
  /** By step: `ran`, `unchanged r1` (not run), `same r1` (would have made the same), or how else it ended. */
  readonly words: Readonly<Record<string, string>>
}

function wordOf({ result, unchanged, mark, reason, failure, rows }: Report['steps'][number]): string {
  if (unchanged === true && result === 'skipped') return `unchanged ${mark?.since}`
  if (unchanged === true) return `same ${mark?.since}${rows === null ? '' : ` ${rows}`}`
  return result === 'success' ? 'ran' : `${result}: ${failure?.message ?? reason}`
}
