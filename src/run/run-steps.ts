import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Bug } from '../diagnostic/failure.ts'
import { nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import { tried } from './attempts/attempt.ts'
import { settleEnds } from './end-of-use.ts'
import type { RunEvent, RunResult, StepSummary } from './event.ts'
import { expectedLoad } from './ahead/expected-load.ts'
import { LoadsAhead } from './ahead/loads-ahead.ts'
import { secretMask } from './events/secret-mask.ts'
import { Recorder } from './events/recorder.ts'
import { Room } from './attempts/room.ts'
import type { RunRequest } from './run-request.ts'
import { runResultOf } from './run-result.ts'
import { RunState } from './run-state.ts'
import { jobOf } from './job-of.ts'
import { spareSqlite } from './ahead/spare-sqlite.ts'
import { StepRun } from './step-run.ts'

/**
 * Runs a plan, or one job of it, here: `waiting → ready → running → succeeded | failed | skipped | cancelled`. A step
 * starts as soon as its needs have ended and a place is free; among ready steps the first in the graph's order. Every
 * event is masked, added to `events.jsonl` in the run's folder, and then given to `emit`.
 *
 * When the signal is aborted, steps at work are stopped and the rest is marked cancelled, but for those whose `if`
 * still holds (`always()`, `cancelled()`): these go on or run, as on GitHub. Resolves when nothing is at work any more.
 */
export async function runSteps(request: RunRequest, emit: (event: RunEvent) => void): Promise<RunResult> {
  if (!(request.concurrency >= 1)) throw new Bug(`concurrency is ${request.concurrency}`)
  mkdirSync(join(request.folder, 'logs'), { recursive: true })
  const { clock } = request.ports
  const recorder = new Recorder({
    run: request.plan.run.id,
    folder: request.folder,
    clock,
    ...secretMask(request),
    emit,
    part: jobOf(request)?.part,
  })
  const state = new RunState(request)
  const own = ownSteps(request)
  if (request.job !== undefined) settleEnds(state, own)
  const startedAt = clock.now().getTime()
  tellStart(request, recorder, own)
  using _ = spareSqlite(request, own)
  await using ahead = new LoadsAhead(request, own, (load) => expectedLoad(state, load))
  state.ahead = ahead
  await toEnd(state, recorder, own)
  const steps = Object.fromEntries(own.map((id) => [id, summaryOf(state, id)]))
  const result = runResultOf(Object.values(steps), request.signal.aborted)
  recorder.tell({ type: 'run-finished', result, durationMs: clock.now().getTime() - startedAt, steps })
  recorder.flush()
  tried(() => rmSync(join(request.folder, 'scratch'), { recursive: true, force: true }))
  return result
}

/** Starts what can be started whenever something has changed, until nothing is left. */
async function toEnd(state: RunState, recorder: Recorder, own: readonly StepId[]): Promise<void> {
  const room = new Room(state.request.concurrency)
  await new Promise<void>((resolve, reject) => {
    const run = new StepRun(state, recorder, { room, ended: resolve }, own)
    room.broken = reject
    room.advance = inTurns(() => {
      while (run.startNext());
    }, reject)
    run.begin()
    room.advance()
  })
}

/** So long may steps that have nothing to wait for follow each other before signals, timers and files get their turn. */
const turnMs = 10

/**
 * Never inside itself; and when it was called for a while without a pause, in the next turn of the event loop, where
 * nobody but `broken` hears of what is thrown.
 */
function inTurns(work: () => void, broken: (error: unknown) => void): () => void {
  let isAtWork = false
  let since = performance.now()
  const workNow = () => {
    isAtWork = true
    try {
      work()
    } catch (error) {
      broken(error)
    } finally {
      isAtWork = false
    }
  }
  return () => {
    if (isAtWork) return
    if (performance.now() - since < turnMs) {
      workNow()
      return
    }
    isAtWork = true
    setImmediate(() => {
      since = performance.now()
      workNow()
    })
  }
}

function tellStart(
  { graph, plan, job, prior }: RunRequest,
  recorder: Recorder,
  own: readonly StepId[],
): void {
  const open = own.filter((id) => !prior.has(id))
  const steps = open.map((id) => {
    const { step, needs } = nodeOf(graph, id)
    return { id, kind: step.kind, needs: [...needs] }
  })
  recorder.tell({
    type: 'run-started',
    pipeline: plan.pipeline,
    name: plan.name,
    trigger: plan.run.trigger,
    date: plan.run.date,
    ...(job === undefined ? {} : { job }),
    steps,
  })
}

function summaryOf({ finished: ends, request }: RunState, id: StepId): StepSummary {
  const finished = ends.get(id)
  if (!finished) throw new Bug(`step "${id}" never ended`)
  const {
    result,
    attempts,
    rows,
    durationMs,
    tolerated,
    toleratedAround: around,
    reason,
    unselected,
    unchanged,
    legs,
  } = finished
  return {
    result,
    attempts,
    rows,
    durationMs,
    ...(tolerated === undefined ? {} : { tolerated }),
    ...(around === undefined ? {} : { toleratedAround: around }),
    ...(reason === undefined ? {} : { reason }),
    ...(unselected === undefined ? {} : { unselected }),
    ...(unchanged === undefined ? {} : { unchanged }),
    ...(legs === undefined ? {} : { legs }),
    ...(request.prior.has(id) || finished.cached === true ? { cached: true } : {}),
  }
}

function ownSteps({ graph, plan, job }: RunRequest): readonly StepId[] {
  if (job === undefined) return graph.order
  const planned = plan.jobs.find((one) => one.id === job)
  if (!planned) throw new Bug(`the plan has no job "${job}"`)
  const own = new Set<string>(planned.steps)
  return graph.order.filter((id) => own.has(id))
}
