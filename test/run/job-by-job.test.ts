import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Failure } from '../../src/diagnostic/failure.ts'
import { unknownNeedCode } from '../../src/run/verdict/verdict.ts'
import { jobByJob } from './job-by-job.ts'
import { type Executor, manifestOf, Rig, type Sketch, type Told } from './rig.ts'

const broken: Executor = ({ stepId }) => {
  if (stepId.startsWith('bad')) throw new Failure('test/broken', `${stepId} broke`)
  return { outputs: { of: stepId } }
}

function seen(steps: Told['steps']): (readonly [string, string])[] {
  return Object.values(steps).map(({ step, result, reason }) => [step, `${result} ${reason ?? ''}`])
}

const diamonds: Sketch[] = [
  { id: 'a' },
  { id: 'b1', needs: ['a'] },
  { id: 'b2', needs: ['a'] },
  { id: 'c', needs: ['b1', 'b2'] },
  { id: 'd1', needs: ['c'] },
  { id: 'd2', needs: ['c'] },
  { id: 'e', needs: ['d1', 'd2'] },
]
const renamed = (bad: string, sketches: readonly Sketch[]): Sketch[] =>
  sketches.map((sketch) => ({
    ...sketch,
    id: sketch.id === bad ? `bad-${bad}` : sketch.id,
    needs: (sketch.needs ?? []).map((need) => (need === bad ? `bad-${bad}` : need)),
  }))
const having = (id: string, more: Partial<Sketch>, sketches: readonly Sketch[]): Sketch[] =>
  sketches.map((sketch) => (sketch.id === id ? { ...sketch, ...more } : sketch))
const runners: Sketch[] = [
  { id: 'a' },
  { id: 'b', needs: ['a'], runsOn: 'windows-latest' },
  { id: 'c', needs: ['b'], runsOn: 'ubuntu-24.04' },
  { id: 'd', needs: ['c'], runsOn: 'macos-15' },
]
const cases: Readonly<Record<string, readonly Sketch[]>> = {
  'two diamonds in a row': diamonds,
  'a chain over four runners': runners,
  'a chain over four runners whose second step fails': renamed('b', runners),
  'diamonds whose first step fails': renamed('a', diamonds),
  'diamonds one side of which fails': renamed('b1', diamonds),
  'diamonds one side of which may fail': having('bad-b1', { continueOnError: true }, renamed('b1', diamonds)),
  'a step that runs always after a failure, and those after it': having(
    'c',
    { if: 'always()' },
    renamed('b1', diamonds),
  ),
  'a step far below that runs on a failure far above': having(
    'e',
    { if: 'failure()' },
    having('c', { if: 'always()' }, renamed('a', diamonds)),
  ),
  'a step that looks at results and outputs of its needs': having(
    'e',
    { if: "always() && needs.d1.result == 'success' && needs.d2.outputs.of == 'd2'" },
    diamonds,
  ),
  'a side that is skipped by its own condition': having('b1', { if: 'false' }, diamonds),
}

describe('a plan run job by job', () => {
  for (const [name, sketches] of Object.entries(cases)) {
    it(`ends as in one process: ${name}`, async () => {
      using rig = new Rig()
      const whole = await rig.run(manifestOf(sketches), broken)
      const { plan, results } = await jobByJob(rig, manifestOf(sketches), broken)
      assert.ok(plan.waves.length >= 3)
      assert.deepEqual(Object.fromEntries(seen(results)), Object.fromEntries(seen(whole.steps)))
    })
  }

  it('fails the step whose need told no result, and skips the rest', async () => {
    using rig = new Rig()
    const { told, results } = await jobByJob(rig, manifestOf(diamonds), broken, { lost: ['b1'] })
    const c = told.find(({ steps }) => steps['c'] !== undefined)
    assert.equal(c?.result, 'failure')
    assert.equal(c?.steps['c']?.failure?.code, unknownNeedCode)
    assert.match(c?.steps['c']?.failure?.message ?? '', /how "b1" ended is not known/)
    assert.deepEqual([results['d1']?.reason, results['e']?.reason], ['"c" failed', '"d1" was skipped'])
  })

  it('does not let a step bear that nobody knows what it needs', async () => {
    using rig = new Rig()
    const sketches = having('c', { continueOnError: true }, diamonds)
    const { told } = await jobByJob(rig, manifestOf(sketches), broken, { lost: ['b1'] })
    assert.equal(told.find(({ steps }) => steps['c'] !== undefined)?.result, 'failure')
  })

  it('gives a step that runs on a failure its turn when a need told no result', async () => {
    using rig = new Rig()
    const { results } = await jobByJob(rig, manifestOf(having('c', { if: 'failure()' }, diamonds)), broken, {
      lost: ['b1'],
    })
    assert.equal(results['c']?.result, 'success')
  })
})
