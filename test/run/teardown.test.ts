import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { describe, it } from 'node:test'
import { Failure } from '../../src/diagnostic/failure.ts'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
import type { StepResult } from '../../src/run/event.ts'
import { unknownNeedCode } from '../../src/run/verdict/verdict.ts'
import { jobByJob } from './job-by-job.ts'
import { type Executor, graphOf, manifestOf, Rig, type Sketch } from './rig.ts'

const broken: Executor = ({ stepId }) => {
  if (stepId.startsWith('bad')) throw new Failure('test/broken', `${stepId} broke`)
  return { outputs: { of: stepId } }
}

/** As it is decoded: a tear-down's failure is borne. */
const down = (id: string, teardown: string, more: Partial<Sketch> = {}): Sketch => ({
  id,
  teardown,
  continueOnError: true,
  ...more,
})
const needsOf = (sketches: readonly Sketch[], id: string) =>
  graphOf(manifestOf(sketches)).nodes.get(id)?.needs ?? []

describe('what a tear-down waits for', () => {
  it('is the last of all steps that need its set-up, and none that comes after it', () => {
    const sketches = [
      { id: 'up' },
      { id: 'aside' },
      { id: 'a', needs: ['up'] },
      { id: 'b', needs: ['a', 'aside'] },
      { id: 'c', needs: ['up'] },
      down('down', 'up'),
      { id: 'after', needs: ['down'] },
    ]
    assert.deepEqual(needsOf(sketches, 'down'), ['up', 'b', 'c'])
    assert.deepEqual([...(graphOf(manifestOf(sketches)).nodes.get('down')?.seen.keys() ?? [])], ['up'])
  })

  it('is no other tear-down of the same set-up, but the tear-down of a set-up inside it', () => {
    const sketches = [
      { id: 'up' },
      { id: 'inner', needs: ['up'] },
      { id: 'work', needs: ['inner'] },
      down('inner-down', 'inner'),
      down('down', 'up'),
      down('also-down', 'up'),
      { id: 'after', needs: ['down', 'also-down'] },
    ]
    assert.deepEqual(needsOf(sketches, 'inner-down'), ['inner', 'work'])
    assert.deepEqual(needsOf(sketches, 'down'), ['up', 'work', 'inner-down'])
    assert.deepEqual(needsOf(sketches, 'also-down'), ['up', 'work', 'inner-down'])
  })

  it('holds for two set-ups that share a step, without waiting for each other', () => {
    const sketches = [
      { id: 'x' },
      { id: 'y' },
      { id: 'both', needs: ['x', 'y'] },
      down('x-down', 'x'),
      down('y-down', 'y'),
    ]
    assert.deepEqual(needsOf(sketches, 'x-down'), ['x', 'both'])
    assert.deepEqual(needsOf(sketches, 'y-down'), ['y', 'both'])
  })
})

const work: Sketch[] = [
  { id: 'up' },
  { id: 'a', needs: ['up'] },
  { id: 'b', needs: ['a'] },
  down('down', 'up'),
]
const replaced = (from: string, to: string): Sketch[] =>
  work.map((sketch) => ({
    ...sketch,
    id: sketch.id === from ? to : sketch.id,
    needs: (sketch.needs ?? []).map((need) => (need === from ? to : need)),
    ...(sketch.teardown === from ? { teardown: to } : {}),
  }))
const cases: Readonly<Record<string, { sketches: readonly Sketch[]; result: string; steps: StepResult[] }>> =
  {
    'when all went well': {
      sketches: work,
      result: 'success',
      steps: ['success', 'success', 'success', 'success'],
    },
    'after a failure between': {
      sketches: replaced('a', 'bad'),
      result: 'failure',
      steps: ['success', 'failure', 'skipped', 'success'],
    },
    'not after a set-up that failed': {
      sketches: replaced('up', 'bad'),
      result: 'failure',
      steps: ['failure', 'skipped', 'skipped', 'skipped'],
    },
    'and its own failure leaves the run degraded': {
      sketches: replaced('down', 'bad'),
      result: 'degraded',
      steps: ['success', 'success', 'success', 'failure'],
    },
    'and what comes after it sees how it went, not what was between': {
      sketches: [...replaced('a', 'bad'), { id: 'after', needs: ['down'] }],
      result: 'failure',
      steps: ['success', 'failure', 'skipped', 'success', 'success'],
    },
    'when a step between was skipped by its own condition': {
      sketches: work.map((sketch) => (sketch.id === 'a' ? { ...sketch, if: 'false' } : sketch)),
      result: 'success',
      steps: ['success', 'skipped', 'skipped', 'success'],
    },
  }

describe('a tear-down runs if its set-up succeeded', () => {
  for (const [name, { sketches, result, steps }] of Object.entries(cases)) {
    it(name, async () => {
      using rig = new Rig()
      const whole = await rig.run(manifestOf(sketches), broken)
      assert.deepEqual(
        sketches.map(({ id }) => whole.steps[id]?.result),
        steps,
      )
      assert.equal(whole.result, result)
    })

    it(`job by job ${name}`, async () => {
      using rig = new Rig()
      const apart = sketches.map((sketch) => ({ ...sketch, runsOn: `runner-${sketch.id}` }))
      const { results } = await jobByJob(rig, manifestOf(apart), broken)
      assert.deepEqual(
        sketches.map(({ id }) => results[id]?.result),
        steps,
      )
    })
  }

  it('also when the job of a step between died', async () => {
    using rig = new Rig()
    const apart = work.map((sketch) => ({ ...sketch, runsOn: `runner-${sketch.id}` }))
    const { results } = await jobByJob(rig, manifestOf(apart), broken, { lost: ['a'] })
    assert.equal(results['b']?.failure?.code, unknownNeedCode)
    assert.equal(results['down']?.result, 'success')
  })

  it('and fails, not borne, when nobody knows how its set-up ended', async () => {
    using rig = new Rig()
    const apart = work.map((sketch) => ({ ...sketch, runsOn: `runner-${sketch.id}` }))
    const { results } = await jobByJob(rig, manifestOf(apart), broken, { lost: ['up'] })
    assert.equal(results['down']?.failure?.code, unknownNeedCode)
    assert.equal(results['down']?.tolerated, undefined)
  })

  it('also on cancel: the steps between are stopped, then it runs to its end', async () => {
    using rig = new Rig()
    const stop = new AbortController()
    const slow: Executor = async ({ stepId, signal }) => {
      if (stepId === 'a') {
        stop.abort()
        await setTimeout(5_000, undefined, { signal })
      }
      if (stepId === 'down') await setTimeout(30, undefined, { signal })
      return {}
    }
    const told = await rig.run(manifestOf(work), slow, { signal: stop.signal })
    assert.deepEqual(
      work.map(({ id }) => told.steps[id]?.result),
      ['success', 'cancelled', 'cancelled', 'success'],
    )
    assert.equal(told.result, 'cancelled')
  })

  it('and goes on when it is at work as the run is cancelled', async () => {
    using rig = new Rig()
    const stop = new AbortController()
    const slow: Executor = async ({ stepId, signal }) => {
      if (stepId !== 'down') return {}
      stop.abort()
      await setTimeout(30, undefined, { signal })
      return {}
    }
    const told = await rig.run(manifestOf(work), slow, { signal: stop.signal })
    assert.equal(told.steps['down']?.result, 'success')
    assert.equal(told.result, 'success')
  })
})

describe('a tear-down as it is written', () => {
  const decoded = (step: object) => decodeAuthored('p.yml', { steps: { up: { run: 'true' }, down: step } })

  it('bears its own failure, unless its author says that it must not fail', () => {
    for (const [extra, borne] of [
      [{}, true],
      [{ 'continue-on-error': false }, false],
    ] as const) {
      const result = decoded({ run: 'true', teardown: 'up', ...extra })
      assert.ok(result.ok)
      assert.equal(result.value.steps[1]?.continueOnError, borne)
    }
  })

  it('takes no `if`, no legs and no cache, and is no pipeline', () => {
    for (const extra of [{ if: 'always()' }, { strategy: { matrix: { a: [1] } } }, { cache: true }]) {
      const result = decoded({ run: 'true', teardown: 'up', ...extra })
      assert.deepEqual(result.ok ? [] : result.diagnostics.map(({ code }) => code), ['manifest/conflict'])
    }
    const used = decoded({ uses: './pipelines/clean.yml', teardown: 'up' })
    assert.ok(!used.ok)
  })
})

describe('a tear-down that is left to another job', () => {
  it('is cancelled with the rest, so that this job can hand on in time', async () => {
    using rig = new Rig()
    const stop = new AbortController()
    const told = await rig.run(
      manifestOf(work),
      ({ stepId }) => {
        if (stepId === 'a') stop.abort()
        return {}
      },
      { signal: stop.signal, leftOnCancel: new Set(['down']) },
    )
    assert.equal(told.steps['down']?.result, 'cancelled')
  })
})
