import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { summarize } from '../../src/report/summarize.ts'
import type { StepFinished } from '../../src/run/run-request.ts'
import { type Drawn, inOneProcess, overJobs, planned } from './carry-out.ts'
import { drawnSteps } from './draw.ts'
import type { DrawnStep } from './drawn-step.ts'
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
        const report = summarize(drawn.plan, told.events)
        assert.equal(report.result, expected?.result)
        for (const { id, result } of report.steps) assert.equal(result, expected?.steps.get(id)?.result, id)
      })
    })
  }

  it('when a job is lost', async () => {
    await holds({ uses: false, legs: false }, async (drawn, steps, pick) => {
      const lost = drawn.plan.jobs[pick % drawn.plan.jobs.length]?.id ?? ''
      const told = await overJobs(drawn, new Set([lost]))
      const jobOf = new Map(drawn.plan.jobs.flatMap((job) => job.steps.map((step) => [step, job.id])))
      const knows = (judged: string, other: string) =>
        told.known.get(jobOf.get(judged) ?? '')?.has(other) === true
      compared(drawn, predicted(steps, { knows })?.steps ?? new Map(), told.steps)
      const report = summarize(drawn.plan, told.events)
      assert.ok(['failure', 'skipped'].includes(report.steps.find(({ job }) => job === lost)?.result ?? ''))
    })
  })
})
