import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { reopenRun } from '../../src/adapters/run-folder/reopen-run.ts'
import { wholeEnd } from '../../src/adapters/run-folder/whole-dataset.ts'
import { type Resumption, resumption } from '../../src/app/resume.ts'
import { createDatasetFile, openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { readRows } from '../../src/dataset/read-rows.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import { buildGraph } from '../../src/graph/build-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'
import { decodeEvents } from '../support/decode-events.ts'
import { type Definitions, definitionsOf } from '../../src/run/resume/step-definitions.ts'
import { type Executor, planOf, Rig, type Told } from './rig.ts'

type Versions = Readonly<Record<string, number>>

function manifest(file: string, steps: Readonly<Record<string, object>>, head: object = {}): Manifest {
  const result = decodeAuthored(file, { ...head, steps })
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

/** Mapped, mapped over a pipeline, and a pipeline in place, behind each other; the versions stand in the scripts. */
function graphAt(versions: Versions): Graph {
  const rows = (id: string) => ({ run: { script: `echo ${versions[id] ?? 0}`, output: 'csv' } })
  const n = { N: '${{ matrix.n }}' }
  const legs = { strategy: { matrix: { n: ['a', 'b', 'c'] }, 'fail-fast': false, 'max-failures': 1 } }
  const child = manifest(
    'pipelines/child.yml',
    {
      x: { ...rows('x'), env: { N: '${{ inputs.n }}' } },
      y: { ...rows('y'), needs: 'x', env: { N: '${{ inputs.n }}' } },
    },
    { inputs: { n: 'text' }, datasets: { out: 'y' } },
  )
  const root = manifest('pipelines/root.yml', {
    s: rows('s'),
    m: { ...rows('m'), ...legs, needs: 's', env: n },
    u: { uses: './pipelines/child.yml', ...legs, needs: 's', with: { n: '${{ matrix.n }}' } },
    p: { uses: './pipelines/child.yml', needs: 'm', with: { n: 'p' } },
    end: { ...rows('end'), needs: ['m', 'u', 'p'] },
  })
  const graph = buildGraph(root, new Map([[child.file, child]]))
  assert.ok(graph.ok, JSON.stringify(graph))
  return graph.value
}

const editable = ['s', 'm', 'x', 'y', 'end']
/** What can be told to fail: a step, or one leg of it. */
const failable = ['s', 'm a', 'm b', 'm c', 'u/x a', 'u/y b', 'u/y c', 'p/x p', 'p/y p', 'end']
const counts = { read: 2, loaded: 1, rejected: 1, filtered: 0, deduplicated: 0, unchanged: 0 }

/** Hands on one row and rejects one: what it is, of which version, and all that it reads. */
function working(failing: ReadonlySet<string>, ran: string[] = []): Executor {
  return (context) => {
    const { stepId, options, env, needs, datasetPath } = context
    const name = [stepId, ...(env['N'] === undefined ? [] : [env['N']])].join(' ')
    ran.push(name)
    if (failing.has(name)) throw new Failure('test/failure', `${name} fails`)
    const read = Object.entries(needs).toSorted(([a], [b]) => (a < b ? -1 : 1))
    const seen = read.map(([, dataset]) => valuesIn(dataset.path).join('+')).join('; ')
    using file = createDatasetFile(datasetPath, { table: stepId, columns: [{ name: 'v', type: 'text' }] })
    file.writeValues([`${name} ${options.script.slice(5)} (${seen})`], () => assert.fail())
    using bad = createDatasetFile(context.rejectsPath, {
      table: 'rejects',
      columns: [{ name: 'of', type: 'text' }],
    })
    bad.writeValues([name], () => assert.fail())
    return { dataset: file.finish(), rejects: bad.finish(), rows: counts, outputs: { n: name } }
  }
}

function valuesIn(path: string): string[] {
  using dataset = openDatasetFile(path)
  return [...readRows(dataset)].flat().map(({ v }) => (typeof v === 'string' ? v : assert.fail()))
}

interface Begun {
  readonly graph: Graph
  readonly begun: Partial<Resumption> & { readonly definitions: Definitions }
}

/** One run that is killed, edited and gone on with. */
class StoppedRun implements Disposable {
  readonly rig = new Rig()
  versions: Versions = {}
  #before: Definitions = new Map()

  get events(): string {
    return join(this.rig.folder, 'run/events.jsonl')
  }

  async session(executor: Executor, edit?: string): Promise<Told> {
    const { graph, begun } = await this.#begin(edit)
    this.#before = begun.definitions
    return this.rig.run(graph.manifest, executor, { graph, plan: planOf(graph), ...begun })
  }

  /** Begins again and is killed before any step of it is told. */
  async killed(edit?: string): Promise<void> {
    this.#before = (await this.#begin(edit)).begun.definitions
  }

  async #begin(edit?: string): Promise<Begun> {
    if (edit === undefined) return this.#resumed(this.versions)
    const edited = { ...this.versions, [edit]: (this.versions[edit] ?? 0) + 1 }
    try {
      const resumed = await this.#resumed(edited)
      this.versions = edited
      return resumed
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'run/changed') throw error
      return this.#resumed(this.versions)
    }
  }

  async #resumed(versions: Versions): Promise<Begun> {
    const graph = graphAt(versions)
    const now = await definitionsOf(graph, this.rig.folder)
    if (this.#before.size === 0) return { graph, begun: { definitions: now } }
    const folder = join(this.rig.folder, 'run')
    reopenRun(folder)
    const events = decodeEvents(readFileSync(this.events, 'utf8'))
    const whole = (end: Parameters<typeof wholeEnd>[1]) => wholeEnd(folder, end)
    const stopped = { run: 'r1', events, whole, before: this.#before, now, allowChanged: false }
    return { graph, begun: resumption(graph, stopped) }
  }

  [Symbol.dispose](): void {
    this.rig[Symbol.dispose]()
  }
}

type Clean = Told & { readonly values: readonly string[] }

const known = new Map<string, Promise<Clean>>()

function clean(versions: Versions): Promise<Clean> {
  const key = JSON.stringify(editable.map((id) => versions[id] ?? 0))
  const run = known.get(key) ?? cleanRun(versions)
  known.set(key, run)
  return run
}

async function cleanRun(versions: Versions): Promise<Clean> {
  using rig = new Rig()
  const graph = graphAt(versions)
  const told = await rig.run(graph.manifest, working(new Set()), { graph, plan: planOf(graph) })
  return { ...told, values: valuesIn(join(rig.folder, 'run', told.steps['end']?.dataset?.file ?? '')) }
}

const sessions = fc.array(
  fc.record({
    failing: fc.subarray(failable, { maxLength: 4 }),
    edit: fc.option(fc.constantFrom(...editable), { nil: undefined }),
    /** Where its events are cut off, as a share of them; 1: it came to its end. */
    cut: fc.oneof(fc.constant(1), fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
  }),
  { minLength: 1, maxLength: 3 },
)

describe('a run of legs and used pipelines that is resumed', () => {
  it('ends with the rows of a clean run of what stands there at last, whatever was edited or killed between', async () => {
    await fc.assert(
      fc.asyncProperty(sessions, fc.option(fc.constantFrom(...editable)), async (stops, edit) => {
        using run = new StoppedRun()
        let kept = Buffer.alloc(0)
        for (const { failing, edit: edited, cut } of stops) {
          await run.session(working(new Set(failing)), edited)
          const bytes = readFileSync(run.events)
          const length = kept.length + Math.floor((bytes.length - kept.length) * cut)
          kept = bytes.subarray(0, length)
          writeFileSync(run.events, kept)
        }
        const last = await run.session(working(new Set()), edit ?? undefined)
        const expected = await clean(run.versions)
        assert.equal(last.result, 'success', JSON.stringify(last.steps))
        const ends = new Map(
          decodeEvents(readFileSync(run.events, 'utf8')).flatMap((event) =>
            event.type === 'step-finished' ? [[event.step, event] as const] : [],
          ),
        )
        assert.deepEqual(
          valuesIn(join(run.rig.folder, 'run', ends.get('end')?.dataset?.file ?? '')),
          expected.values,
        )
        for (const [id, { legs, counts: moved, rows, rejects, outputs }] of Object.entries(expected.steps)) {
          const end = ends.get(id)
          assert.deepEqual(
            [end?.legs, end?.counts, end?.rows, end?.rejects?.rows, end?.outputs],
            [legs, moved, rows, rejects?.rows, outputs],
            id,
          )
        }
      }),
      { seed: 20_261_122, numRuns: 20 },
    )
  })

  it('runs the legs again that were done before the step was edited, also when it was killed at once after', async () => {
    using run = new StoppedRun()
    await run.session(working(new Set(['m b', 'm c'])))
    await run.killed('m')
    const ran: string[] = []
    await run.session(working(new Set(), ran))
    assert.deepEqual(
      ran.filter((name) => name.startsWith('m ')),
      ['m a', 'm b', 'm c'],
    )
  })

  it('runs a leg again whose dataset is gone, and leaves out one that it no longer makes', async () => {
    using run = new StoppedRun()
    await run.session(working(new Set(['u/y b', 'u/y c', 'm b', 'm c'])))
    rmSync(join(run.rig.folder, 'run/legs/u/0.out.sqlite'))
    const ran: string[] = []
    const { steps } = await run.session(working(new Set(['u/y a', 'end']), ran))
    assert(ran.includes('u/x a'))
    assert.deepEqual(valuesIn(join(run.rig.folder, 'run', steps['u']?.datasets?.['out']?.file ?? '')), [
      'u/y b 0 (u/x b 0 ())',
      'u/y c 0 (u/x c 0 ())',
    ])
  })

  it('keeps the rows of a tolerated step that uses a pipeline when the leg fails again', async () => {
    using run = new StoppedRun()
    const failing = working(new Set(['u/y b']))
    const first = await run.session(failing)
    const ran: string[] = []
    const again = await run.session(working(new Set(['u/y b']), ran))
    assert.equal(first.result, 'degraded')
    assert.equal(again.result, 'degraded')
    assert.deepEqual(ran, ['u/x b', 'u/y b', 'end'])
    assert.equal(again.steps['u']?.datasets?.['out']?.rows, 2)
    assert.equal(again.steps['end']?.result, 'success')
  })
})
