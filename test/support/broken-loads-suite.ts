import assert from 'node:assert/strict'
import { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import type { TableLoad } from '../../src/steps/load/options.ts'
import { load } from '../../src/steps/load/step.ts'
import type { StepContext, StepOutcome } from '../../src/steps/step.ts'
import { type BreakableProxy, startProxy } from './breakable-proxy.ts'
import { killedLoad } from './killed-load.ts'
import { type LoadTarget, type OpenTarget, loadContext } from './load-target.ts'
import { StepRig, realPorts } from './step-context.ts'
import { steppedDatabases } from './stepped-databases.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'name', type: 'text' },
]

const first = Array.from({ length: 60 }, (_, id) => [id, `old ${id}`])
/** Some gone, some new, some another, some as they were, some twice. */
const second = [
  ...Array.from({ length: 60 }, (_, n) => [n + 20, n % 2 === 0 ? `old ${n + 20}` : `new ${n + 20}`]),
  [30, 'newest'],
  [31, 'old 31'],
]

const modes: Readonly<Record<string, Partial<TableLoad>>> = {
  append: { mode: 'append', key: [] },
  replace: { mode: 'replace', key: ['id'], repeatedKeys: 'last' },
  merge: { mode: 'merge', key: ['id'], repeatedKeys: 'last', missing: 'mark', deletedColumn: 'gone' },
  'merge that deletes': { mode: 'merge', key: ['id'], repeatedKeys: 'first', missing: 'delete' },
  'insert-missing': { mode: 'insert-missing', key: ['id'], repeatedKeys: 'first' },
  scd2: {
    mode: 'scd2',
    key: ['id'],
    repeatedKeys: 'last',
    missing: 'delete',
    versions: { validFrom: 'valid_from', validTo: 'valid_to', current: 'is_current' },
  },
}

/** How often loads are broken, of each mode. */
export interface Thoroughness {
  /** Connections cut behind what a load waits for: at all places, or at so many of them. */
  readonly cuts: number | 'all'
  /** The same of a merge. Absent: as of the others. */
  readonly mergeCuts?: number | 'all'
  /** Connections cut after any number of bytes. */
  readonly moments: number
  /** Processes killed behind what a load waits for: at all places, or at so many of them. */
  readonly kills: number | 'all'
}

interface Trial {
  readonly rig: StepRig
  readonly database: OpenTarget
  readonly table: string
  /** The load that is broken, and tried again. */
  readonly next: StepContext<TableLoad>
  /** The table before it. */
  readonly old: Snapshot
}

type Snapshot = readonly Readonly<Record<string, unknown>>[]

interface Clean {
  readonly outcome: StepOutcome
  readonly table: Snapshot
  /** How many things it waited for. */
  readonly steps: number
}

/** That a load which is broken anywhere leaves the table whole, and is made up for by the next try. */
export function describeBrokenLoads(
  name: string,
  target: LoadTarget,
  { cuts, mergeCuts = cuts, moments, kills, port }: Thoroughness & { readonly port?: () => number },
): void {
  for (const [mode, options] of Object.entries(modes)) {
    describe(`${mode} into ${name}`, () => {
      it('is whole wherever the connection breaks', async () => {
        using rig = new StepRig()
        await using way = await wayTo(target, rig, port)
        const clean = await cleanLoad(rig, way.database, options)
        for (const at of places(clean.steps, mode === 'merge' ? mergeCuts : cuts, mode)) {
          const trial = await prepare(rig, way.database, options, `cut_${at}`)
          const broken = await within(way.broken(trial, at))
          await requireWhole(trial, clean, `cut at ${at} of ${clean.steps} (${broken}), seed ${seedOfDay}`)
        }
      })

      if (port !== undefined)
        it('is whole whenever the connection breaks', async () => {
          using rig = new StepRig()
          await using way = await wayTo(target, rig, port)
          const clean = await cleanLoad(rig, way.database, options)
          const measured = await prepare(rig, way.database, options, 'measured')
          const bytes = await way.bytesOf(measured)
          const random = seeded(`${mode} moments ${seedOfDay}`)
          for (let count = 0; count < moments; count += 1) {
            const after = Math.floor(random() * bytes)
            const trial = await prepare(rig, way.database, options, `moment_${count}`)
            const broken = await within(way.brokenAfter(trial, after))
            await requireWhole(
              trial,
              clean,
              `cut after ${after} of ${bytes} bytes (${broken}), seed ${seedOfDay}`,
            )
          }
        })

      it('is whole wherever the process is killed', async () => {
        using rig = new StepRig()
        const database = await target.open(rig)
        const clean = await cleanLoad(rig, database, options)
        for (const at of places(clean.steps, kills, `${mode} kills`)) {
          const trial = await prepare(rig, database, options, `kill_${at}`)
          assert.equal(await killedLoad(trial.next, at), 'SIGKILL')
          await requireWhole(trial, clean, `killed at ${at} of ${clean.steps}, seed ${seedOfDay}`)
        }
      })
    })
  }
}

/** Other places are broken every day; those of another day by `MILLRACE_SEED=2026-11-22`. */
const seedOfDay = process.env['MILLRACE_SEED'] ?? new Date().toISOString().slice(0, 10)

/** The numbers of some places. */
function places(steps: number, wanted: number | 'all', seed: string): readonly number[] {
  const all = Array.from({ length: steps }, (_, index) => index + 1)
  if (wanted === 'all' || wanted >= steps) return all
  const random = seeded(`${seed} ${seedOfDay}`)
  const chosen = all.map((place) => [random(), place] as const).toSorted(([one], [other]) => one - other)
  return chosen.slice(0, wanted).map(([, place]) => place)
}

function seeded(text: string): () => number {
  let state = Buffer.from(text).reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7)
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

async function prepare(
  rig: StepRig,
  database: OpenTarget,
  options: Partial<TableLoad>,
  table: string,
): Promise<Trial> {
  const context = (rows: readonly (readonly unknown[])[], day: number) =>
    loadContext(rig, database.url, {
      columns,
      rows,
      options: { ...options, table },
      more: {
        stepId: table,
        run: { id: `run-${day}`, date: `2026-11-0${day}`, at: `2026-11-0${day}T06:30:00.000Z` },
      },
    })
  await load(context(first, 1))
  return { rig, database, table, next: context(second, 2), old: await snapshot(database, table) }
}

function snapshot(database: OpenTarget, table: string): Promise<Snapshot> {
  return database.run(`select * from ${table} order by id, name`)
}

async function cleanLoad(rig: StepRig, database: OpenTarget, options: Partial<TableLoad>): Promise<Clean> {
  const { next, table } = await prepare(rig, database, options, 'clean')
  let steps = 0
  const databases = steppedDatabases(realPorts.databases, async () => void (steps += 1))
  const outcome = await load({ ...next, ports: { ...realPorts, databases } })
  return { outcome, table: await snapshot(database, table), steps }
}

/** Afterwards the table is as before or as it should be, never between; the next try gives what one clean load gives. */
async function requireWhole(trial: Trial, clean: Clean, when: string): Promise<void> {
  const { database, table, next, old } = trial
  const seen = await snapshot(database, table)
  const isOld = isSame(seen, old)
  assert(
    isOld || isSame(seen, clean.table),
    `${when}: the table is neither old nor new: ${JSON.stringify(seen)}`,
  )
  const again = await load(next)
  if (!isOld) assert.match(again.note ?? '', /already loaded by this run/, when)
  if (/already loaded/.test(again.note ?? '')) assert.equal(again.rows?.unchanged, second.length, when)
  else {
    assert.deepEqual(again.rows, clean.outcome.rows, when)
    assert.equal(again.note?.replace(table, 'clean'), clean.outcome.note, when)
  }
  assert(isSame(await snapshot(database, table), clean.table), `${when}: the next try made another table`)
  const entries = await database.run(`select run from _millrace_loads where target = '${table}' order by run`)
  assert.deepEqual(entries, [{ run: 'run-1' }, { run: 'run-2' }], when)
}

function isSame(one: Snapshot, other: Snapshot): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** How it ended, in a word. What is broken fails as the world's failure, and as nothing else. */
async function within(broken: Promise<unknown>): Promise<string> {
  try {
    await broken
    return 'it went well'
  } catch (error) {
    assert(error instanceof Failure, `expected a Failure, but got ${String(error)}`)
    assert(
      error.code === 'database/connection' || error.code === 'database/process',
      `${error.code}: ${error.message}`,
    )
    return error.code
  }
}

interface Way extends AsyncDisposable {
  readonly database: OpenTarget
  /** The load, with its connection cut behind that step. */
  broken(trial: Trial, at: number): Promise<unknown>
  /** The load, with its connection cut after so many bytes. */
  brokenAfter(trial: Trial, bytes: number): Promise<unknown>
  bytesOf(trial: Trial): Promise<number>
}

async function wayTo(target: LoadTarget, rig: StepRig, port?: () => number): Promise<Way> {
  const database = await target.open(rig)
  if (port === undefined) return processWay(database)
  const proxy = await startProxy(port())
  const url = proxy.through(database.url)
  return {
    database,
    broken: ({ next }, at) =>
      load(cutAt({ ...next, connections: { warehouse: { url } } }, at, () => proxy.cut())),
    brokenAfter({ next }, bytes) {
      proxy.cutAfter(bytes)
      return load({ ...next, connections: { warehouse: { url } } })
    },
    async bytesOf({ next }) {
      const before = proxy.passed()
      await load({ ...next, connections: { warehouse: { url } } })
      return proxy.passed() - before
    },
    [Symbol.asyncDispose]: () => disposed(proxy),
  }
}

function disposed(proxy: BreakableProxy): PromiseLike<void> {
  return proxy[Symbol.asyncDispose]()
}

/** SQLite's connection is a process: it is killed. */
function processWay(database: OpenTarget): Way {
  const none = (): Promise<never> => Promise.reject(new Error('SQLite is reached by no network'))
  return {
    database,
    async broken({ next }, at) {
      let kill = (): unknown => false
      const begun = (message: unknown): void => {
        const child: unknown = Reflect.get(Object(message), 'process')
        kill = () => child instanceof ChildProcess && child.kill('SIGKILL')
      }
      subscribe('child_process', begun)
      try {
        return await load(cutAt(next, at, () => kill()))
      } finally {
        unsubscribe('child_process', begun)
      }
    },
    brokenAfter: none,
    bytesOf: none,
    async [Symbol.asyncDispose]() {},
  }
}

function cutAt(context: StepContext<TableLoad>, last: number, cut: () => unknown): StepContext<TableLoad> {
  let steps = 0
  const databases = steppedDatabases(realPorts.databases, async () => {
    steps += 1
    if (steps === last) cut()
  })
  return { ...context, ports: { ...realPorts, databases } }
}
