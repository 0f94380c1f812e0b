import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../src/diagnostic/failure.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'
import { writtenGraph } from '../support/written.ts'
import { jobByJob } from './job-by-job.ts'
import { type Executor, planOf, Rig, type Told } from './rig.ts'

type Steps = Readonly<Record<string, object>>

function manifest(file: string, steps: Steps, head: object = {}): Manifest {
  const result = decodeAuthored(file, { ...head, steps })
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

const run = 'true'

/** A step whose name holds `bad` fails; the others put out what their environment is. */
const executor: Executor = ({ stepId, env }) => {
  if (stepId.includes('bad')) throw new Failure('test/broken', `${stepId} broke`)
  const { SEEN = '', WHERE = '' } = env
  return { outputs: { seen: SEEN, where: WHERE } }
}

interface Case {
  readonly root: Steps
  readonly child: Steps
  readonly head?: object
  readonly rootHead?: object
  readonly more?: readonly Manifest[]
}

function graphOf({ root, child, head = {}, rootHead = {}, more = [] }: Case): Graph {
  return writtenGraph(
    manifest('pipelines/sales.yml', root, { inputs: { region: 'text' }, ...rootHead }),
    manifest('pipelines/clean.yml', child, head),
    ...more,
  )
}

type Ends = Readonly<Record<string, string>>

const endOf = ({ result, tolerated = false }: Told['steps'][string]) =>
  tolerated ? `${result}, tolerated` : result

/** How each step ended in one process; the same must come of it job by job. */
async function ends(given: Case, as: Executor = executor): Promise<Told & { readonly ends: Ends }> {
  const graph = graphOf(given)
  using rig = new Rig()
  const told = await rig.run(graph.manifest, as, { graph })
  const byJob = await jobByJob(rig, graph.manifest, as, { graph })
  const shown = (steps: Told['steps']) =>
    Object.fromEntries(graph.order.map((id) => [id, steps[id] === undefined ? 'never' : endOf(steps[id])]))
  assert.deepEqual(shown(byJob.results), shown(told.steps), 'job by job')
  for (const id of graph.order)
    assert.deepEqual(byJob.results[id]?.outputs, told.steps[id]?.outputs, `outputs of ${id} job by job`)
  return { ...told, ends: shown(told.steps) }
}

const uses = { uses: './pipelines/clean.yml' }

describe('a pipeline that is used', () => {
  it('sees its own inputs, environment and needs, and hands on its outputs', async () => {
    const { steps, result } = await ends({
      rootHead: { env: { WHERE: 'parent' } },
      root: {
        fetch: { run, env: { SEEN: '7' } },
        clean: {
          ...uses,
          needs: 'fetch',
          with: { least: '${{ needs.fetch.outputs.seen }}', name: 'of ${{ inputs.region }}' },
        },
        tell: {
          run,
          needs: 'clean',
          env: { SEEN: '${{ needs.clean.outputs.total }} ${{ needs.clean.result }}' },
        },
      },
      head: {
        inputs: {
          least: { type: 'integer', required: true },
          name: 'text',
          rest: { type: 'boolean', default: true },
        },
        env: { WHERE: 'child ${{ inputs.rest }}' },
        outputs: { total: '${{ needs.b.outputs.seen }}', all: '${{ toJSON(needs) }}' },
      },
      child: {
        a: { run, env: { SEEN: '${{ inputs.least == 7 }} ${{ inputs.name }} ${{ toJSON(needs) }}' } },
        b: { run, needs: 'a', env: { SEEN: '${{ needs.a.result }} ${{ inputs.least }}' } },
      },
    })
    assert.equal(result, 'success')
    assert.deepEqual(steps['clean/a']?.outputs, { seen: 'true of eu {}', where: 'child true' })
    assert.equal(steps['clean/b']?.outputs['seen'], 'success 7')
    assert.equal(steps['clean']?.outputs['total'], 'success 7')
    assert.deepEqual(Object.keys(JSON.parse(steps['clean']?.outputs['all'] ?? '')), ['a', 'b'])
    assert.equal(steps['tell']?.outputs['seen'], 'success 7 success')
    assert.equal(steps['tell']?.outputs['where'], 'parent')
  })

  it('fails as a whole when a step inside does, and its other steps end as in a run of its own', async () => {
    const told = await ends({
      root: { clean: uses, after: { run, needs: 'clean' }, mend: { run, needs: 'clean', if: 'failure()' } },
      child: {
        bad: { run },
        next: { run, needs: 'bad' },
        always: { run, needs: 'bad', if: 'always()' },
        other: { run },
      },
    })
    assert.equal(told.result, 'failure')
    assert.deepEqual(told.ends, {
      'clean/bad': 'failure',
      'clean/next': 'skipped',
      'clean/always': 'success',
      'clean/other': 'success',
      clean: 'failure',
      after: 'skipped',
      mend: 'success',
    })
    assert.equal(told.steps['clean']?.failure?.message, '"clean/bad" failed')
  })

  it('succeeds when what failed inside is tolerated inside, and what it skipped is its own matter', async () => {
    const told = await ends({
      root: { clean: uses, after: { run, needs: 'clean' } },
      child: {
        bad: { run, 'continue-on-error': true },
        next: { run, needs: 'bad' },
        never: { run, if: 'false' },
      },
    })
    assert.equal(told.result, 'degraded')
    assert.deepEqual(told.ends, {
      'clean/bad': 'failure, tolerated',
      'clean/next': 'success',
      'clean/never': 'skipped',
      clean: 'success',
      after: 'success',
    })
  })

  it('that may fail makes a run degraded; beside the step that failed it is a failure all the same', async () => {
    const told = await ends({
      root: { clean: { ...uses, 'continue-on-error': true }, after: { run, needs: 'clean' } },
      child: { bad: { run }, next: { run, needs: 'bad' } },
    })
    assert.equal(told.result, 'degraded')
    assert.deepEqual(told.ends, {
      'clean/bad': 'failure, tolerated',
      'clean/next': 'skipped',
      clean: 'failure, tolerated',
      after: 'success',
    })
  })

  it('is skipped whole, `always()` or not, when the step that uses it is', async () => {
    const told = await ends({
      root: {
        first: { run },
        clean: { ...uses, needs: 'first', if: "needs.first.outputs.seen == 'x'" },
        after: { run, needs: 'clean' },
      },
      child: { a: { run }, b: { run, needs: 'a', if: 'always()' } },
      head: { outputs: { total: '${{ needs.a.outputs.seen }}' } },
    })
    assert.equal(told.result, 'success')
    assert.deepEqual(told.ends, {
      first: 'success',
      'clean/a': 'skipped',
      'clean/b': 'skipped',
      clean: 'skipped',
      after: 'skipped',
    })
    assert.match(told.steps['clean/b']?.reason ?? '', /^"clean" was skipped: its condition does not hold/)
  })

  it('is skipped when what it needs failed', async () => {
    const { ends: found } = await ends({
      root: { bad: { run }, clean: { ...uses, needs: 'bad' } },
      child: { a: { run } },
    })
    assert.deepEqual(found, { bad: 'failure', 'clean/a': 'skipped', clean: 'skipped' })
  })

  it('runs after a failure when the step that uses it says so, and sees nothing of that failure', async () => {
    const { ends: found } = await ends({
      root: { bad: { run }, clean: { ...uses, needs: 'bad', if: 'failure()' } },
      child: { a: { run }, b: { run, if: 'failure()' } },
    })
    assert.deepEqual(found, { bad: 'failure', 'clean/a': 'success', 'clean/b': 'skipped', clean: 'success' })
  })

  it('is skipped when all inside were', async () => {
    const { ends: found } = await ends({ root: { clean: uses }, child: { a: { run, if: 'false' } } })
    assert.deepEqual(found, { 'clean/a': 'skipped', clean: 'skipped' })
  })

  for (const [what, given, message] of [
    ['does not fit', '${{ needs.first.outputs.where }}x', /input "least" must be a whole number, not "x"/],
    ['is not there', '${{ needs.first.outputs.nothing }}', /input "least" is required/],
  ] as const)
    it(`fails before it begins when an input ${what}`, async () => {
      const told = await ends({
        root: { first: { run }, clean: { ...uses, needs: 'first', with: { least: given } } },
        child: { a: { run } },
        head: { inputs: { least: { type: 'integer', required: true } } },
      })
      assert.deepEqual(told.ends, { first: 'success', 'clean/a': 'skipped', clean: 'failure' })
      assert.match(told.steps['clean']?.failure?.message ?? '', message)
      assert.equal(told.steps['clean']?.failure?.code, 'uses/inputs')
      assert.equal(told.steps['clean/a']?.reason, '"clean" could not begin')
    })

  it('may be used twice, each time with inputs of its own', async () => {
    const { steps } = await ends({
      root: { eu: { ...uses, with: { region: 'eu' } }, us: { ...uses, needs: 'eu', with: { region: 'us' } } },
      child: { a: { run, env: { SEEN: '${{ inputs.region }}' } } },
      head: { inputs: { region: 'text' }, env: { WHERE: '${{ inputs.region }}' } },
    })
    assert.deepEqual(steps['eu/a']?.outputs, { seen: 'eu', where: 'eu' })
    assert.deepEqual(steps['us/a']?.outputs, { seen: 'us', where: 'us' })
  })

  it('may use another: inputs go down, outputs and failures come up', async () => {
    const more = [
      manifest(
        'pipelines/inner.yml',
        { x: { run, env: { SEEN: '${{ inputs.n }}' } }, 'bad-y': { run, if: 'inputs.n > 1' } },
        { inputs: { n: 'integer' }, outputs: { n: '${{ needs.x.outputs.seen }}' } },
      ),
    ]
    const given = (n: number): Case => ({
      root: {
        clean: { ...uses, with: { n } },
        after: { run, needs: 'clean', env: { SEEN: '${{ needs.clean.outputs.n }}' } },
      },
      child: {
        before: { run },
        inner: { uses: './pipelines/inner.yml', needs: 'before', with: { n: '${{ inputs.n }}' } },
      },
      head: { inputs: { n: 'integer' }, outputs: { n: '${{ needs.inner.outputs.n }}' } },
      more,
    })
    const well = await ends(given(1))
    assert.equal(well.steps['after']?.outputs['seen'], '1')
    const badly = await ends(given(2))
    assert.deepEqual(badly.ends, {
      'clean/before': 'success',
      'clean/inner/x': 'success',
      'clean/inner/bad-y': 'failure',
      'clean/inner': 'failure',
      clean: 'failure',
      after: 'skipped',
    })
  })

  it('undoes its own set-up before it ends', async () => {
    const { ends: found, events } = await ends({
      root: { clean: uses, after: { run, needs: 'clean' } },
      child: { up: { run }, bad: { run, needs: 'up' }, down: { run, teardown: 'up' } },
    })
    assert.deepEqual(found, {
      'clean/up': 'success',
      'clean/bad': 'failure',
      'clean/down': 'success',
      clean: 'failure',
      after: 'skipped',
    })
    const order = events.flatMap((event) => (event.type === 'step-finished' ? [event.step] : []))
    assert.ok(order.indexOf('clean/down') < order.indexOf('clean'))
  })

  it('is cancelled with the run: what is at work stops, `always()` inside still runs, the rest does not', async () => {
    const cancel = new AbortController()
    const given: Case = {
      root: { clean: uses, later: { ...uses, needs: 'clean' } },
      child: { slow: { run }, next: { run, needs: 'slow' }, tidy: { run, needs: 'slow', if: 'always()' } },
    }
    const graph = graphOf(given)
    using rig = new Rig()
    const { steps, result } = await rig.run(
      graph.manifest,
      async ({ stepId, signal }) => {
        if (stepId !== 'clean/slow') return {}
        setTimeout(() => cancel.abort(), 20)
        await sleep(5_000, undefined, { signal }).catch(() => {})
        signal.throwIfAborted()
        return {}
      },
      { graph, signal: cancel.signal },
    )
    assert.equal(result, 'cancelled')
    const found = Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, step.result]))
    assert.deepEqual(found, {
      'clean/slow': 'cancelled',
      'clean/next': 'cancelled',
      'clean/tidy': 'success',
      clean: 'cancelled',
      'later/slow': 'cancelled',
      'later/next': 'cancelled',
      'later/tidy': 'cancelled',
      later: 'cancelled',
    })
  })

  it('has begun when a step inside came from the cache: a cancel in the job after it closes no gate', async () => {
    const child = { first: { run }, tidy: { run, needs: 'first', if: 'always()', 'runs-on': 'macos-15' } }
    const graph = graphOf({ root: { clean: uses }, child })
    using rig = new Rig()
    const first = await rig.run(graph.manifest, () => ({}), { graph })
    const ended = first.steps['clean/first']
    assert.ok(ended)
    const prior = new Map([['clean/first', { ...ended, attempts: 0, cached: true }]])
    const job = planOf(graph).jobs.find(({ steps }) => steps.includes('clean/tidy'))?.id
    assert.ok(job)
    const told = await rig.run(graph.manifest, () => ({}), { graph, prior, job, signal: AbortSignal.abort() })
    assert.equal(told.steps['clean/tidy']?.result, 'success')
  })

  it('fails when a job that had a step of it left no word', async () => {
    const graph = graphOf({
      root: { clean: uses, after: { run, needs: 'clean' } },
      child: { a: { run }, b: { run, needs: 'a' }, c: { run, needs: 'a' } },
    })
    using rig = new Rig()
    const { results } = await jobByJob(rig, graph.manifest, executor, { graph, lost: ['clean.b'] })
    assert.equal(results['clean']?.failure?.code, 'run/need-unknown')
    assert.equal(results['after']?.result, 'skipped')
  })
})
