import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Bug } from '../diagnostic/failure.ts'
import { nodeOf } from '../graph/graph.ts'
import { partOfGraph } from '../graph/part-of-graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import { tried } from './attempt.ts'
import { runUnlessCached } from './cached/run-cached.ts'
import { endOfUse, toleratedAround } from './end-of-use.ts'
import type { RunEvent, RunResult, StepSummary } from './event.ts'
import { ParkedSteps } from './parked-steps.ts'
import { secretMask } from './secret-mask.ts'
import { Recorder } from './recorder.ts'
import type { RunRequest, StepFinished } from './run-request.ts'
import { runResultOf } from './run-result.ts'
import { RunState } from './run-state.ts'
import { failed, type Finish, runStep } from './run-step.ts'
import { StepQueue } from './step-queue.ts'
import { unselectedEnd } from './unselected-step.ts'
import { verdictOn } from './judge-step.ts'

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
    mask: secretMask(request),
    emit,
  })
  const run = new StepRun(request, recorder)
  const startedAt = clock.now().getTime()
  run.tellStart()
  await run.toEnd()
  const steps = run.summaries()
  const result = runResultOf(Object.values(steps), request.signal.aborted)
  recorder.tell({ type: 'run-finished', result, durationMs: clock.now().getTime() - startedAt, steps })
  recorder.flush()
  tried(() => rmSync(join(request.folder, 'scratch'), { recursive: true, force: true }))
  return result
}

/** The step machine. */
class StepRun {
  readonly #request: RunRequest
  readonly #recorder: Recorder
  readonly #state: RunState
  readonly #own: readonly StepId[]
  readonly #queue: StepQueue
  readonly #parked = new ParkedSteps()
  readonly #running = new Map<StepId, AbortController>()
  readonly #again = () => this.#advance()
  #done: (() => void) | undefined
  #broken: ((error: unknown) => void) | undefined

  constructor(request: RunRequest, recorder: Recorder) {
    this.#request = request
    this.#recorder = recorder
    this.#state = new RunState(request)
    this.#own = ownSteps(request)
    const open = this.#own.filter((id) => !request.prior.has(id))
    this.#queue = new StepQueue(open, waitsOf(request, open))
  }

  async toEnd(): Promise<void> {
    const { signal } = this.#request
    const onCancel = () => this.#cancel()
    signal.addEventListener('abort', onCancel, { once: true })
    const ended = new Promise<void>((resolve, reject) => {
      this.#done = resolve
      this.#broken = reject
    })
    this.#advance()
    await ended.finally(() => signal.removeEventListener('abort', onCancel))
  }

  tellStart(): void {
    const { graph, plan, job } = this.#request
    const steps = this.#own.map((id) => {
      const { step, needs } = nodeOf(graph, id)
      return { id, kind: step.kind, needs: [...needs] }
    })
    this.#recorder.tell({
      type: 'run-started',
      pipeline: plan.pipeline,
      name: plan.name,
      trigger: plan.run.trigger,
      date: plan.run.date,
      ...(job === undefined ? {} : { job }),
      steps,
    })
  }

  summaries(): Record<StepId, StepSummary> {
    return Object.fromEntries(this.#own.map((id) => [id, this.#summary(id)]))
  }

  #summary(id: StepId): StepSummary {
    const finished = this.#state.finished.get(id)
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
      ...(this.#request.prior.has(id) || finished.cached === true ? { cached: true } : {}),
    }
  }

  /** Settles what needs no work, then fills the free places. Ends the run when nothing is left. */
  #advance(): void {
    const { signal, concurrency } = this.#request
    while (this.#running.size < concurrency || this.#queue.hasUnjudged) {
      const id = this.#queue.takeUnjudged()
      if (id !== undefined && this.#state.unselected.has(id)) {
        this.#end(id, unselectedEnd(this.#request.earlier?.get(id)), 0)
        continue
      }
      if (id !== undefined && this.#endsUse(id)) continue
      if (id !== undefined) {
        const verdict = verdictOn(this.#state, id, signal.aborted)
        if (verdict.outcome === 'run') this.#queue.makeReady(id)
        else if (verdict.outcome === 'failure')
          this.#end(id, { ...failed(verdict.tolerated, verdict.failure), ...notRun }, 0)
        else this.#end(id, { result: verdict.outcome, reason: verdict.reason, ...notRun }, 0)
        continue
      }
      const ready = this.#nextReady()
      if (ready === undefined) break
      this.#start(ready)
    }
    if (this.#running.size === 0 && this.#queue.isEmpty) this.#done?.()
  }

  /** A step that uses a pipeline ends by itself when all inside have ended. */
  #endsUse(id: StepId): boolean {
    const { ends, ...node } = nodeOf(this.#request.graph, id)
    if (ends === undefined) return false
    const { finish, durationMs } = endOfUse(this.#state, { ...node, ends }, this.#request.signal.aborted)
    this.#end(id, finish, durationMs)
    return true
  }

  /** The first ready step for which there is a place in its pools. A mapped step takes places for its legs. */
  #nextReady(): StepId | undefined {
    const full = new Set<string>()
    for (;;) {
      for (const id of this.#parked.takeFirst(full)) this.#queue.makeReady(id)
      const id = this.#queue.takeReady()
      const node = id === undefined ? undefined : nodeOf(this.#request.graph, id)
      if (id === undefined || node?.step.strategy !== undefined) return id
      const turnedAway = node === undefined ? {} : this.#state.places.take(node)
      if (turnedAway.full === undefined) return id
      if (full.size === 0) this.#state.places.whenGiven(this.#again)
      full.add(turnedAway.full)
      this.#parked.park(id, turnedAway.full)
    }
  }

  #start(id: StepId): void {
    const { clock } = this.#request.ports
    const cancel = new AbortController()
    const startedAt = clock.now().getTime()
    this.#running.set(id, cancel)
    const node = nodeOf(this.#request.graph, id)
    const work = { state: this.#state, recorder: this.#recorder, node }
    runUnlessCached(work, () => runStep(this.#state, this.#recorder, node, cancel.signal))
      .then((finish) => {
        this.#running.delete(id)
        this.#end(id, finish, clock.now().getTime() - startedAt)
        if (node.step.strategy === undefined) this.#state.places.give(node)
        this.#advance()
      })
      .catch((error: unknown) => this.#broken?.(error))
  }

  /** What is told of a dataset is masked, also its columns; who reads it needs their real names. */
  #end(id: StepId, ended: Finish, durationMs: number): void {
    const finish = toleratedAround(this.#request.graph, id, ended)
    const told: StepFinished = this.#recorder.tell({ type: 'step-finished', step: id, ...finish, durationMs })
    const { dataset } = finish
    this.#state.settle(id, dataset === undefined ? told : { ...told, dataset })
    this.#queue.settle(id)
  }

  /** GitHub asks again whether each `if` holds: what would still run goes on. */
  #cancel(): void {
    for (const [id, cancel] of this.#running) {
      if (verdictOn(this.#state, id, true).outcome !== 'run') cancel.abort()
    }
    for (const id of this.#parked.takeAll()) this.#queue.makeReady(id)
    this.#queue.judgeAgain()
    this.#advance()
  }
}

/** In a run that is resumed, a step waits for what is run again above it, also beyond what is not. */
function waitsOf(
  { graph, prior, job }: RunRequest,
  open: readonly StepId[],
): (id: StepId) => readonly StepId[] {
  const waiting = prior.size === 0 || job !== undefined ? graph : partOfGraph(graph, new Set(open))
  return (id) => nodeOf(waiting, id).needs
}

const notRun = { attempts: 0, rows: null, outputs: {} }

function ownSteps({ graph, plan, job }: RunRequest): readonly StepId[] {
  if (job === undefined) return graph.order
  const planned = plan.jobs.find((one) => one.id === job)
  if (!planned) throw new Bug(`the plan has no job "${job}"`)
  const own = new Set<string>(planned.steps)
  return graph.order.filter((id) => own.has(id))
}
