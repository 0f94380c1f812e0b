import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { RunEvent } from '../../src/run/event.ts'
import { recoveryJobs } from '../../src/run/resume/recovery-jobs.ts'
import { unknownNeedCode } from '../../src/run/verdict/verdict.ts'
import { graphFrom } from '../support/graph-from.ts'

const at = '2026-11-21T05:30:00.000Z'

type Finished = Extract<RunEvent, { type: 'step-finished' }>

function ended(step: string, more: Partial<Finished> = {}): Finished {
  const base = { schema: 1, run: 'r1', at, type: 'step-finished', attempts: 1, rows: null } as const
  return { ...base, step, result: 'success', durationMs: 1, outputs: {}, ...more }
}

const partEnded = (step: string, index: number, of: number, more: Partial<Finished> = {}): RunEvent => ({
  ...ended(step, more),
  type: 'part-finished',
  part: { index, of },
})

const needUnknown: Partial<Finished> = {
  result: 'failure',
  failure: { code: unknownNeedCode, message: '', causes: [], retryable: true },
}

function again(text: string, events: readonly RunEvent[]) {
  const graph = graphFrom(`name: P\nsteps:\n${text}`)
  const run = { id: 'r1', trigger: 'cli', at, date: '2026-11-21' }
  const plan = makePlan(graph, { run, inputs: {}, authored: {}, past: new Map() })
  return recoveryJobs(graph, plan, events).map((wave) =>
    wave.map(({ id, steps, part }) => ({ id, steps, part })),
  )
}

const diamond = `  a: { run: x }
  b: { run: x }
  both: { run: x, needs: [a, b] }
  last: { run: x, needs: [both, a] }
`
const job = (steps: readonly string[]) => ({ id: 'millrace.recover', steps, part: undefined })

describe('what is run again', () => {
  it('is what nobody told the end of, and below it what waited for that', () => {
    const events = [ended('a'), ended('both', needUnknown), ended('last', { result: 'skipped' })]
    assert.deepEqual(again(diamond, events), [[job(['b'])], [job(['both'])], [job(['last'])]])
  })

  it('is nothing that ran, whatever it did because of the loss', () => {
    const told = `${diamond}  alarm: { run: x, needs: [b], if: failure() }\n`
    const events = [
      ended('a'),
      ended('both', needUnknown),
      ended('last', { result: 'skipped' }),
      ended('alarm'),
    ]
    const steps = again(told, events).flatMap((wave) => wave.flatMap((one) => one.steps))
    assert.deepEqual(steps, ['b', 'both', 'last'])
  })

  it('is nothing when all jobs told how they ended', () => {
    const events = [ended('a'), ended('b', { result: 'failure' }), ended('both', { result: 'skipped' })]
    assert.deepEqual(again(diamond, [...events, ended('last', { result: 'skipped' })]).flat(), [])
  })

  it('is no step that asks for another runner, or may not be', () => {
    const other = diamond.replace('b: { run: x }', 'b: { run: x, runs-on: windows-latest }')
    assert.deepEqual(
      again(other, [ended('a')]).flatMap((wave) => wave.flatMap(({ steps }) => steps)),
      ['both', 'last'],
    )
    const never = diamond.replace('b: { run: x }', 'b: { run: x, retry: { infrastructure: 0 } }')
    const events = [ended('a'), ended('both', needUnknown), ended('last', { result: 'skipped' })]
    assert.deepEqual(again(never, events).flat(), [])
  })

  it('is the lost part of a mapped step, with the part it was, and what waited for the whole', () => {
    const mapped = `  each: { run: x, strategy: { matrix: { n: [${Array.from({ length: 40 }, (_, n) => n).join(', ')}] } } }
  all: { run: x, needs: [each] }
`
    const events = [partEnded('each', 0, 3), partEnded('each', 2, 3), ended('all', { result: 'skipped' })]
    assert.deepEqual(again(mapped, events), [
      [{ id: 'each.p1', steps: ['each'], part: { index: 1, of: 3 } }],
      [job(['all'])],
    ])
  })
})
