import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { idioms } from '../../scripts/idioms.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import { buildGraph } from '../../src/graph/build-graph.ts'
import { newestRuns } from '../../src/ledger/fold-runs.ts'
import { previousRun } from '../../src/ledger/previous-run.ts'
import type { LedgerEntry } from '../../src/ledger/record.ts'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { madeEntry, madeStep } from '../support/ledger-entry.ts'
import { writtenManifest } from '../support/written.ts'
import { jobByJob } from './job-by-job.ts'
import { type Executor, planOf, Rig } from './rig.ts'

/** How a need can have ended; `upstream_failed`: skipped because a step above it failed. */
const ends = ['success', 'failure', 'tolerated', 'skipped', 'cancelled', 'upstream_failed'] as const
type End = (typeof ends)[number]

/** The needs as the other orchestrators know them: a failure that is tolerated is a success to them. */
interface Seen {
  readonly a: Exclude<End, 'tolerated'>
  readonly b: Exclude<End, 'tolerated'>
  /** `a` ended well and so has outputs. */
  readonly put: boolean
  readonly total: number
  readonly count: (...states: readonly End[]) => number
}

/** Theirs, in their terms: whether the task runs once both upstream tasks have ended. */
const theirs: Readonly<Record<string, (seen: Seen) => boolean>> = {
  all_success: ({ count, total }) => count('success') === total,
  all_failed: ({ count, total }) => count('failure', 'upstream_failed') === total,
  all_done: () => true,
  all_skipped: ({ count, total }) => count('skipped') === total,
  one_failed: ({ count }) => count('failure', 'upstream_failed') > 0,
  one_success: ({ count }) => count('success') > 0,
  one_done: ({ count }) => count('success', 'failure') > 0,
  none_failed: ({ count, total }) => count('success', 'skipped') === total,
  none_failed_min_one_success: ({ count, total }) =>
    count('success', 'skipped') === total && count('success') > 0,
  none_skipped: ({ count }) => count('skipped') === 0,
  all_done_min_one_success: ({ count }) => count('skipped') === 0 && count('success') > 0,
  all_done_setup_success: ({ a }) => a === 'success',
  always: () => true,
  branch: ({ count, total, put }) => put && count('success') === total,
  short_circuit: ({ count, total, put }) => put && count('success') === total,
  latest_only: ({ count, total }) => count('success') === total,
  depends_on_past: ({ count, total }) => count('success') === total,
  wait_for_downstream: ({ count, total }) => count('success') === total,
  wait_for: ({ count, total }) => count('success') === total,
  allow_failure: ({ b }) => b === 'success',
  return_state: ({ a }) => a === 'failure',
  future_result: ({ count, total, put }) => put && count('success') === total,
  on_failure: ({ count }) => count('failure', 'upstream_failed') > 0,
  on_completion: ({ count, total }) => count('success') === total,
  on_cancellation: ({ count }) => count('cancelled') > 0,
  optional_output: ({ count, total, put }) => put && count('success') === total,
  fan_in: ({ count, total }) => count('success', 'skipped') === total && count('success') > 0,
  failure_hook: ({ count }) => count('failure', 'upstream_failed') > 0,
  success_hook: ({ count, total }) => count('success') === total,
  retry_requested: ({ count, total }) => count('success') === total,
}

/** What runs in spite of a cancelled run; for all others a cancelled run begins nothing any more. */
const onCancel = new Set([
  'always',
  'all_done_setup_success',
  'on_failure',
  'failure_hook',
  'on_cancellation',
])

function expected(id: string, a: End, b: End): boolean {
  const [first, second] = [a, b].map((end) => (end === 'tolerated' ? 'success' : end))
  const all = [first, second]
  const seen = {
    a: first,
    b: second,
    put: a === 'success',
    total: 2,
    count: (...states: End[]) => all.filter((end) => states.includes(end as End)).length,
  }
  if (all.includes('cancelled') && !onCancel.has(id)) return false
  return theirs[id]?.(seen as Seen) ?? assert.fail(`nobody says when ${id} runs`)
}

const outputs = { next: '["daily"]', go: 'true', rows: '3' }

function need(end: End, id: string, apart: boolean) {
  return {
    run: 'true',
    needs: [...(end === 'upstream_failed' ? ['above'] : []), ...(end === 'cancelled' ? ['slow'] : [])],
    ...(end === 'skipped' ? { if: false } : {}),
    ...(end === 'tolerated' ? { 'continue-on-error': true } : {}),
    ...(apart ? { 'runs-on': `runner-${id}` } : {}),
  }
}

/** The rows that run in the pipeline itself, each as a step of one manifest. */
const rows = idioms.filter(({ keys }) => !('uses' in keys))

function manifestFor(a: End, b: End, apart: boolean): Manifest {
  const decoded = decodeAuthored('pipelines/idioms.yml', {
    steps: {
      above: { run: 'true' },
      slow: { run: 'true' },
      a: need(a, 'a', apart),
      b: need(b, 'b', apart),
      ...Object.fromEntries(
        rows.map(({ id, keys }) => [
          id,
          { run: 'true', needs: ['a', 'b'], ...keys, ...(apart ? { 'runs-on': `runner-${id}` } : {}) },
        ]),
      ),
    },
  })
  assert.ok(decoded.ok, JSON.stringify(decoded))
  return decoded.value
}

/** Does to each need what it is to have ended as. `slow` gives the other need the time to end before a cancel. */
function doing(given: Readonly<Record<string, End>>, stop: () => void): Executor {
  return async ({ stepId, signal }) => {
    const end = stepId === 'above' ? 'failure' : (given[stepId] ?? 'success')
    if (stepId === 'slow') await new Promise((resolve) => setTimeout(resolve, 15))
    if (end === 'failure' || end === 'tolerated') throw new Failure('test/broken', `${stepId} broke`)
    if (end === 'cancelled') {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        setImmediate(stop)
      })
    }
    return { outputs }
  }
}

async function inOneProcess(a: End, b: End) {
  using rig = new Rig()
  const stop = new AbortController()
  const told = await rig.run(
    manifestFor(a, b, false),
    doing({ a, b }, () => stop.abort()),
    { signal: stop.signal, concurrency: 64 },
  )
  return told.steps
}

async function overJobs(a: End, b: End) {
  using rig = new Rig()
  const stops = new Map([
    ['a', new AbortController()],
    ['b', new AbortController()],
  ])
  const { results } = await jobByJob(
    rig,
    manifestFor(a, b, true),
    doing({ a, b }, () =>
      [...stops].filter(([id]) => ({ a, b })[id] === 'cancelled').forEach(([, stop]) => stop.abort()),
    ),
    { over: (job) => ({ signal: stops.get(job)?.signal ?? new AbortController().signal }) },
  )
  return results
}

const wanted = (end: End) => (end === 'tolerated' ? 'failure' : end === 'upstream_failed' ? 'skipped' : end)

describe('a condition of another orchestrator, written here', () => {
  for (const a of ends) {
    for (const b of ends) {
      for (const [where, run] of Object.entries({ 'in one process': inOneProcess, 'over jobs': overJobs })) {
        it(`means the same after ${a} and ${b}, ${where}`, async () => {
          const steps = await run(a, b)
          assert.deepEqual([steps['a']?.result, steps['b']?.result], [wanted(a), wanted(b)])
          for (const { id, differsBelowFailure } of rows) {
            if (differsBelowFailure === true && [a, b].includes('upstream_failed')) continue
            const began = steps[id]?.result === 'success'
            assert.equal(began, expected(id, a, b), `${id}: ${steps[id]?.result} ${steps[id]?.reason ?? ''}`)
          }
        })
      }
    }
  }

  it('has a row for each of the rules, and a rule for each row', () => {
    const said = idioms.map(({ id }) => id).filter((id) => id !== 'short_circuit_all')
    assert.deepEqual(said.toSorted(), Object.keys(theirs).toSorted())
  })

  it('is said to differ below a failure only where it does', async () => {
    const differing = new Set<string>()
    for (const other of ends) {
      const steps = await inOneProcess('upstream_failed', other)
      for (const { id } of rows)
        if ((steps[id]?.result === 'success') !== expected(id, 'upstream_failed', other)) differing.add(id)
    }
    assert.deepEqual(
      [...differing].toSorted(),
      rows.flatMap(({ id, differsBelowFailure }) => (differsBelowFailure === true ? [id] : [])).toSorted(),
    )
  })
})

/** The steps that ran, in their order. */
async function ran(
  steps: object,
  given: Executor,
  { rest = {}, ...plan }: Partial<Plan['run']> & { readonly rest?: object } = {},
) {
  const decoded = decodeAuthored('pipelines/idioms.yml', { steps })
  const used = decodeAuthored('pipelines/rest.yml', { steps: rest })
  assert.ok(decoded.ok, JSON.stringify(decoded))
  const graph = buildGraph(decoded.value, used.ok ? new Map([[used.value.file, used.value]]) : new Map())
  assert.ok(graph.ok, JSON.stringify(graph))
  using rig = new Rig()
  const made = planOf(graph.value)
  const over = { graph: graph.value, plan: { ...made, run: { ...made.run, ...plan } } }
  const told = await rig.run(writtenManifest([]), given, over)
  return Object.keys(told.steps).filter((id) => told.steps[id]?.result === 'success')
}

const keysOf = (id: string) => idioms.find((each) => each.id === id)?.keys ?? assert.fail(id)

describe('the shapes of other orchestrators', () => {
  it('a branch runs the steps that were chosen, and the join after them', async () => {
    const branch = { run: 'true', needs: ['a'], ...keysOf('branch') }
    const steps = {
      a: { run: 'true' },
      daily: branch,
      weekly: { ...branch, if: "contains(fromJSON(needs.a.outputs.next), 'weekly')" },
      below: { run: 'true', needs: ['weekly'] },
      join: { run: 'true', needs: ['daily', 'below'], ...keysOf('none_failed_min_one_success') },
    }
    assert.deepEqual(await ran(steps, () => ({ outputs })), ['a', 'daily', 'join'])
    const neither = () => ({ outputs: { next: '[]' } })
    assert.deepEqual(await ran(steps, neither), ['a'])
  })

  it('a short circuit skips what comes right after it, and the rest goes by its own `if`', async () => {
    const steps = {
      a: { run: 'true' },
      guarded: { run: 'true', needs: ['a'], ...keysOf('short_circuit') },
      below: { run: 'true', needs: ['guarded'] },
      tidy: { run: 'true', needs: ['below'], if: '!cancelled()' },
    }
    assert.deepEqual(await ran(steps, () => ({ outputs })), ['a', 'guarded', 'below', 'tidy'])
    assert.deepEqual(await ran(steps, () => ({ outputs: { go: 'false' } })), ['a', 'tidy'])
  })

  it('a short circuit of all that comes after skips it, whatever its own `if` says', async () => {
    const rest = { load: { run: 'true' }, tidy: { run: 'true', needs: ['load'], if: 'always()' } }
    const steps = { a: { run: 'true' }, rest: { needs: ['a'], ...keysOf('short_circuit_all') } }
    const all = ['a', 'rest/load', 'rest/tidy', 'rest']
    assert.deepEqual((await ran(steps, () => ({ outputs }), { rest })).toSorted(), all.toSorted())
    assert.deepEqual(await ran(steps, () => ({ outputs: { go: 'false' } }), { rest }), ['a'])
  })

  it('a filter over the results of needs sees a mapped need as one, and an empty one as skipped', async () => {
    const mapped = (legs: string, more: object = {}) => ({
      run: 'true',
      strategy: { matrix: { n: `\${{ fromJSON('${legs}') }}` }, ...more },
    })
    const steps = {
      good: mapped('[1, 2]'),
      borne: mapped('[1, 2]', { 'max-failures': 1 }),
      bad: mapped('[1, 2]', { 'fail-fast': false }),
      empty: mapped('[]'),
      a: { run: 'true', needs: ['good', 'borne'], if: "!contains(needs.*.result, 'failure')" },
      b: { run: 'true', needs: ['good', 'bad'], if: "always() && contains(needs.*.result, 'failure')" },
      c: { run: 'true', needs: ['good', 'empty'], if: "always() && contains(needs.*.result, 'skipped')" },
      d: { run: 'true', needs: ['bad'], if: 'always() && needs.bad.legs.failure == 1' },
    }
    const told = await ran(steps, ({ leg, stepId }) => {
      if (leg?.path === '0' && ['bad', 'borne'].includes(stepId)) throw new Failure('test/broken', 'bad')
      return {}
    })
    assert.deepEqual(told.toSorted(), ['a', 'b', 'c', 'd', 'good'])
  })

  it('only the latest tick runs what is latest-only', async () => {
    const steps = { tell: { run: 'true', needs: [], ...keysOf('latest_only') }, other: { run: 'true' } }
    assert.deepEqual(await ran(steps, () => ({})), ['tell', 'other'])
    assert.deepEqual(await ran(steps, () => ({}), { outdated: true }), ['other'])
  })

  const before = (results: Readonly<Record<string, string>>) => ({
    previous: {
      id: 'r0',
      result: 'failure',
      date: '2026-11-19',
      steps: Object.fromEntries(Object.entries(results).map(([id, result]) => [id, { result }])),
    },
  })
  for (const [id, results, runs] of [
    ['depends_on_past', undefined, true],
    ['depends_on_past', { daily: 'success' }, true],
    ['depends_on_past', { daily: 'failure' }, false],
    ['depends_on_past', { daily: 'cancelled' }, false],
    ['depends_on_past', { other: 'failure' }, true],
    ['wait_for_downstream', undefined, true],
    ['wait_for_downstream', { daily: 'success', publish: 'success' }, true],
    ['wait_for_downstream', { daily: 'success', publish: 'failure' }, false],
    ['wait_for_downstream', { daily: 'cancelled', publish: 'success' }, false],
  ] as const)
    it(`${id} ${runs ? 'runs' : 'does not run'} after ${JSON.stringify(results ?? 'no run')}`, async () => {
      const steps = { daily: { run: 'true', ...keysOf(id) } }
      const told = await ran(steps, () => ({}), results === undefined ? {} : before(results))
      assert.deepEqual(told, runs ? ['daily'] : [])
    })

  it('what depends on its past is held by a failure, and goes on once that is mended', async () => {
    const steps = { daily: { run: 'true', ...keysOf('depends_on_past') } }
    const kept: LedgerEntry[] = []
    const runFor = async (date: string, breaks = false, attempt = 1) => {
      const nth = Number(date.slice(-2))
      const own = { date, at: `${date}T00:00:00.000Z` }
      const previous = previousRun(newestRuns(kept), { own, steps: ['daily'], except: `run-${nth}` })
      let result: 'skipped' | 'failure' | 'success' = 'skipped'
      const work = () => {
        result = breaks ? 'failure' : 'success'
        if (breaks) throw new Failure('test/broken', 'daily broke')
        return {}
      }
      await ran(steps, work, previous === undefined ? {} : { previous })
      kept.push(madeEntry(nth, { ...own, attempt, result }, { steps: [madeStep('daily', { result })] }))
      return result
    }
    const told = [
      await runFor('2026-01-01'),
      await runFor('2026-01-02', true),
      await runFor('2026-01-03'),
      await runFor('2026-01-04'),
      await runFor('2026-01-02', false, 2),
      await runFor('2026-01-05'),
      await runFor('2026-01-03'),
      await runFor('2026-01-06'),
    ]
    const ended = ['success', 'failure', 'skipped', 'skipped', 'success', 'success', 'success', 'success']
    assert.deepEqual(told, ended)
  })
})
