import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Failure } from '../../src/diagnostic/failure.ts'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'
import { writtenGraph } from '../support/written.ts'
import { jobByJob } from './job-by-job.ts'
import { type Executor, Rig, type Told } from './rig.ts'

const conditions = [
  '',
  '',
  '',
  'always()',
  'failure()',
  '!cancelled()',
  "contains(needs.*.result, 'failure')",
]
const runners = ['ubuntu-latest', 'ubuntu-latest', 'macos-15']

interface Drawn {
  readonly needs: readonly number[]
  readonly condition: number
  readonly runner: number
  readonly tolerated: boolean
  readonly fails: boolean
  /** Which of the pipelines after its own it uses; one that is not there: none. */
  readonly uses: number
}

const step: fc.Arbitrary<Drawn> = fc.record({
  needs: fc.array(fc.nat(20), { maxLength: 3 }),
  condition: fc.nat(conditions.length - 1),
  runner: fc.nat(runners.length - 1),
  tolerated: fc.nat(4).map((n) => n === 0),
  fails: fc.nat(3).map((n) => n === 0),
  uses: fc.nat(4),
})

/** Pipelines each of which may use those after it. */
const pipelines = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 })

function manifestOf(steps: readonly Drawn[], index: number, count: number): Manifest {
  const names = steps.map(({ fails }, n) => `${fails ? 'bad' : 's'}${n}`)
  const authored = steps.map(({ needs, condition, runner, tolerated, uses }, n) => {
    const used = index + 1 + uses
    const cond = conditions[condition] ?? ''
    return [
      names[n],
      {
        ...(used < count
          ? { uses: `./p${used}.yml` }
          : { run: 'true', 'runs-on': runners[runner], env: { SEEN: '${{ toJSON(needs) }}' } }),
        ...(n === 0 ? {} : { needs: [...new Set(needs.map((need) => names[need % n]))] }),
        ...(cond === '' || n === 0 ? {} : { if: cond }),
        ...(tolerated ? { 'continue-on-error': true } : {}),
      },
    ] as const
  })
  const outputs = { all: '${{ toJSON(needs) }}' }
  const result = decodeAuthored(`p${index}.yml`, { outputs, steps: Object.fromEntries(authored) })
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

const executor: Executor = ({ stepId, env }) => {
  if (stepId.slice(stepId.lastIndexOf('/') + 1).startsWith('bad'))
    throw new Failure('test/broken', `${stepId} broke`)
  return { outputs: { seen: env['SEEN'] ?? '' } }
}

const shown = (steps: Told['steps']) =>
  Object.fromEntries(
    Object.entries(steps)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, { result, tolerated = false, outputs }]) => [id, { result, tolerated, outputs }]),
  )

test('random pipelines inside pipelines end alike in one process and job by job', async () => {
  const check = fc.asyncProperty(pipelines, async (drawn) => {
    const [root, ...used] = drawn.map((steps, index) => manifestOf(steps, index, drawn.length))
    assert.ok(root)
    const graph = writtenGraph(root, ...used)
    fc.pre(graph.order.length <= 40)
    using rig = new Rig()
    const told = await rig.run(root, executor, { graph })
    const byJob = await jobByJob(rig, root, executor, { graph })
    assert.deepEqual(shown(byJob.results), shown(told.steps))
    assert.equal(Object.keys(told.steps).length, graph.order.length)
  })
  await fc.assert(check, { numRuns: 60, seed: 20_261_121 })
})
