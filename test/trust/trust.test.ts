import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { summarize } from '../../src/report/summarize.ts'
import { endsOfParts } from '../../src/run/parts/ends-of-parts.ts'
import type { RunResult } from '../../src/run/event.ts'
import type { StepFinished } from '../../src/run/run-request.ts'
import { type Drawn, inOneProcess, overJobs, planned } from './carry-out.ts'
import { drawnSteps } from './draw.ts'
import type { DrawnStep, Fate } from './drawn-step.ts'
import { type Circumstances, type Ended, predict } from './model.ts'

/** `MILLRACE_TRUST_RUNS=5000 MILLRACE_TRUST_SEED=7 node --test test/trust/trust.test.ts` looks longer, or elsewhere. */
const numRuns = Number(process.env['MILLRACE_TRUST_RUNS'] ?? 40)
const seed = Number(process.env['MILLRACE_TRUST_SEED'] ?? 20_261_121)

/** What is compared of a step. */
interface Line {
  readonly result: string
  readonly attempts: number
  readonly tolerated?: boolean | undefined
  readonly legs?: Ended['legs'] | undefined
}

function line({ result, tolerated, attempts, legs }: Line): string {
  const counts =
    legs === undefined ? '' : ` ${legs.success}+${legs.failure}-${legs.cancelled}x of ${legs.total}`
  return `${result}${tolerated === true ? ' tolerated' : ''} ${attempts}${counts}`
}

function linesOf(steps: ReadonlyMap<string, Ended>, withAttempts: (id: string) => boolean) {
  return Object.fromEntries([...steps].map(([id, end]) => [id, shown(id, end, withAttempts)]))
}

function shown(id: string, end: Line, withAttempts: (id: string) => boolean) {
  return line({ ...end, attempts: withAttempts(id) ? end.attempts : 0 })
}

/** Attempts are not told of a pipeline that is used, nor of a mapped step. */
function compared(drawn: Drawn, model: ReadonlyMap<string, Ended>, told: ReadonlyMap<string, StepFinished>) {
  const counted = (id: string) => {
    const step = drawn.fates.get(id)
    return step?.uses === undefined && step?.legs === undefined
  }
  const actual = [...drawn.graph.order].map((id) => {
    const end = told.get(id)
    return [id, end === undefined ? 'nothing told' : shown(id, end, counted)]
  })
  assert.deepEqual(Object.fromEntries(actual), linesOf(model, counted))
}

/** A job fails by a step of it that failed and is not borne, or by its part of one: so is it shown on GitHub. */
function comparedJobs(drawn: Drawn, model: ReadonlyMap<string, Ended>, told: ReadonlyMap<string, RunResult>) {
  for (const { id, steps, part } of drawn.plan.jobs) {
    const fails = steps.some((step) => {
      const end = model.get(step)
      if (part !== undefined && end?.partsFailed !== undefined) return end.partsFailed[part.index] === true
      return end?.result === 'failure' && !end.tolerated
    })
    assert.equal(told.get(id) === 'failure', fails, id)
  }
}

/** The model, or nothing when the steps wait for each other: then the graph must be refused as well. */
function predicted(steps: readonly DrawnStep[], circumstances: Circumstances = {}) {
  try {
    return predict(steps, circumstances)
  } catch {
    return undefined
  }
}

async function holds(
  drawing: Parameters<typeof drawnSteps>[0],
  check: (drawn: Drawn, steps: readonly DrawnStep[], pick: number) => Promise<void>,
): Promise<void> {
  const property = fc.asyncProperty(drawnSteps(drawing), fc.nat(), async (steps, pick) => {
    const drawn = planned(steps)
    assert.equal(drawn === undefined, predicted(steps) === undefined)
    if (drawn !== undefined) await check(drawn, steps, pick)
  })
  await fc.assert(property, { numRuns, seed })
}

const drawings = {
  'single steps': { uses: false, legs: false },
  'pipelines inside pipelines': { uses: true, legs: false },
  'mapped steps': { uses: false, legs: true },
  'mapped steps and pipelines': { uses: true, legs: true },
}

describe('the program and an independent model of its rules agree', () => {
  for (const [what, drawing] of Object.entries(drawings)) {
    it(`in one process: ${what}`, async () => {
      await holds(drawing, async (drawn, steps, pick) => {
        const expected = predicted(steps)
        const told = await inOneProcess(drawn, { concurrency: 1 + (pick % 4) })
        compared(drawn, expected?.steps ?? new Map(), told.steps)
        assert.equal(told.result, expected?.result)
        const report = summarize(drawn.plan, told.events)
        assert.equal(report.result, expected?.result)
      })
    })

    it(`when the run is cancelled: ${what}`, async () => {
      await holds({ ...drawing, inLine: drawing.legs }, async (drawn, steps, pick) => {
        const begun = [...(predicted(steps)?.steps ?? [])].flatMap(([id, { attempts }]) =>
          attempts > 0 && drawn.fates.get(id)?.uses === undefined ? [id] : [],
        )
        const cancelledAt = begun[pick % Math.max(1, begun.length)]
        if (cancelledAt === undefined) return
        const expected = predicted(steps, { cancelledAt })
        const told = await inOneProcess(drawn, { cancelledAt })
        compared(drawn, expected?.steps ?? new Map(), told.steps)
        assert.equal(told.result, expected?.result)
      })
    })

    it(`from plan to jobs to report: ${what}`, async () => {
      await holds(drawing, async (drawn, steps) => {
        const parts = (id: string) => drawn.plan.steps.find((step) => step.id === id)?.legs?.parts ?? 1
        const expected = predicted(steps, { parts })
        const told = await overJobs(drawn)
        compared(drawn, expected?.steps ?? new Map(), told.steps)
        comparedJobs(drawn, expected?.steps ?? new Map(), told.jobs)
        const report = summarize(drawn.plan, told.events)
        assert.equal(report.result, expected?.result)
        for (const { id, result } of report.steps) assert.equal(result, expected?.steps.get(id)?.result, id)
      })
    })
  }

  it('when a job is lost', async () => {
    await holds({ uses: false, legs: false }, async (drawn, steps, pick) => {
      const lost = drawn.plan.jobs[pick % drawn.plan.jobs.length]?.id ?? ''
      const told = await overJobs(drawn, { lost: new Set([lost]) })
      const jobOf = new Map(drawn.plan.jobs.flatMap((job) => job.steps.map((step) => [step, job.id])))
      const knows = (judged: string, other: string) =>
        told.known.get(jobOf.get(judged) ?? '')?.has(other) === true
      compared(drawn, predicted(steps, { knows })?.steps ?? new Map(), told.steps)
      const report = summarize(drawn.plan, told.events)
      assert.ok(['failure', 'skipped'].includes(report.steps.find(({ job }) => job === lost)?.result ?? ''))
    })
  })

  it('when jobs of a mapped step are stopped before they begin', async () => {
    const step = fc.record({
      legs: fc.array(fc.constantFrom<Fate>('ok', 'fail'), { minLength: 2, maxLength: 8, size: 'max' }),
      maxFailures: fc.nat(3),
      failFast: fc.boolean(),
      continueOnError: fc.boolean(),
    })
    const property = fc.asyncProperty(step, fc.array(fc.boolean(), { maxLength: 8 }), async (one, picks) => {
      const drawn = planned([
        { ...one, id: 's0', needs: [], maxAttempts: 1, fates: [], runsOn: 'ubuntu-latest' },
      ])
      assert.ok(drawn)
      const { jobs } = drawn.plan
      const stopped = new Set(jobs.flatMap(({ id }, index) => (picks[index] === true ? [id] : [])))
      const told = await overJobs(drawn, { stopped })
      const isUnbegun = (leg: number) => stopped.has(jobs[leg % jobs.length]?.id ?? '')
      const [end] = summarize(drawn.plan, [...told.events, ...endsOfParts(drawn.graph, told.events)]).steps
      if (stopped.size === 0 || stopped.size === jobs.length) {
        assert.equal(end?.result === 'cancelled', stopped.size > 0)
        return
      }
      const failed = one.legs.filter((fate, leg) => fate === 'fail' && !isUnbegun(leg)).length
      const legs = end?.legs ?? { failure: 0, success: 0 }
      if (legs.failure > one.maxFailures) assert.equal(end?.result, 'failure')
      else {
        assert.equal(end?.result, 'cancelled')
        assert.equal(legs.failure, failed)
      }
    })
    await fc.assert(property, { numRuns, seed })
  })
})
