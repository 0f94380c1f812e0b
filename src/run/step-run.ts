import { Bug, Failure } from '../diagnostic/failure.ts'
import { type Node, nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import { tried } from './attempts/attempt.ts'
import { endOfUse, toleratedAround } from './end-of-use.ts'
import { verdictOn } from './verdict/judge-step.ts'
import type { Machine } from './machine.ts'
import { withWindows } from './incremental/windows-above.ts'
import { withLacking } from './rows-lacking.ts'
import { jobOf } from './job-of.ts'
import { MappedStep } from './mapped/mapped-step.ts'
import { openMapped } from './mapped/open-mapped.ts'
import { waitsOf } from './resume/waits-of.ts'
import { ParkedSteps } from './resume/parked-steps.ts'
import type { Recorder } from './events/recorder.ts'
import type { Room } from './attempts/room.ts'
import type { RunRequest, StepFinished } from './run-request.ts'
import type { RunState } from './run-state.ts'
import { failed, type Finish, runStep } from './run-step.ts'
import { settleMapping } from './settle-step.ts'
import { settledNode } from './settled-node.ts'
import { runUnlessCached } from './cached/run-cached.ts'
import { StepQueue } from './step-queue.ts'
import { runUnlessUnchanged } from './unchanged/run-unless-unchanged.ts'
import { unselectedEnd } from './verdict/unselected-step.ts'

/**
 * The step machine: runs these steps of a graph. A leg of a mapped step that uses a pipeline has one of its own, in the
 * same room.
 */
export class StepRun implements Machine {
  readonly #request: RunRequest
  readonly #recorder: Recorder
  readonly #state: RunState
  readonly #room: Room
  readonly #queue: StepQueue
  readonly #parked = new ParkedSteps()
  readonly #running = new Map<StepId, AbortController>()
  /** Mapped steps whose legs are being run, in the order in which they were opened. */
  readonly #mapped = new Map<StepId, MappedStep>()
  readonly #onCancel = () => this.#cancel()
  readonly #ended: () => void
  #hasEnded = false

  constructor(
    state: RunState,
    recorder: Recorder,
    shared: { readonly room: Room; readonly ended: () => void },
    own: readonly StepId[] = state.request.graph.order,
  ) {
    this.#request = state.request
    this.#state = state
    this.#recorder = recorder
    this.#room = shared.room
    this.#ended = shared.ended
    const open = own.filter((id) => !state.request.prior.has(id))
    this.#queue = new StepQueue(open, waitsOf(state.request, open))
  }

  begin(): void {
    this.#request.signal.addEventListener('abort', this.#onCancel, { once: true })
    this.#settle()
  }

  startNext(): boolean {
    this.#settle()
    if (this.#room.isFull) return false
    const first = this.#queue.firstReady
    for (const [id, mapped] of this.#mapped) {
      if (first !== undefined && this.#queue.isBefore(first, id)) continue
      if (mapped.startNext()) return true
    }
    const ready = this.#nextReady()
    if (ready === undefined) return [...this.#mapped.values()].some((mapped) => mapped.startNext())
    this.#start(ready)
    return true
  }

  /** Judges the steps whose needs have all ended, and tells when nothing is left. */
  #settle(): void {
    for (let id = this.#queue.takeUnjudged(); id !== undefined; id = this.#queue.takeUnjudged())
      this.#judge(id)
    const isDone = this.#running.size === 0 && this.#mapped.size === 0 && this.#queue.isEmpty
    if (!isDone || this.#hasEnded) return
    this.#hasEnded = true
    this.#request.signal.removeEventListener('abort', this.#onCancel)
    this.#ended()
  }

  #judge(id: StepId): void {
    if (this.#state.unselected.has(id)) {
      this.#end(id, unselectedEnd(this.#request.earlier?.get(id)), 0)
      return
    }
    if (this.#endsUse(id)) return
    const verdict = verdictOn(this.#state, id, this.#request.signal.aborted)
    if (verdict.outcome === 'run') this.#queue.makeReady(id)
    else if (verdict.outcome === 'failure')
      this.#end(id, { ...failed(verdict.tolerated, verdict.failure), ...notRun }, 0)
    else this.#end(id, { result: verdict.outcome, reason: verdict.reason, ...notRun }, 0)
  }

  /** A step that uses a pipeline ends by itself when all inside have ended. */
  #endsUse(id: StepId): boolean {
    const { ends, ...node } = nodeOf(this.#request.graph, id)
    if (ends === undefined) return false
    const { finish, durationMs } = endOfUse(this.#state, { ...node, ends }, this.#request.signal.aborted)
    this.#end(id, finish, durationMs)
    return true
  }

  /** The first ready step for which there is a place. */
  #nextReady(): StepId | undefined {
    const full = new Set<string>()
    for (;;) {
      for (const id of this.#parked.takeFirst(full)) this.#queue.makeReady(id)
      const id = this.#queue.takeReady()
      if (id === undefined) return undefined
      const lacking = this.#lacks(nodeOf(this.#request.graph, id))
      if (lacking === undefined) return id
      if (full.size === 0) this.#state.places.whenGiven(this.#room.advance)
      full.add(lacking)
      this.#parked.park(id, lacking)
    }
  }

  /**
   * What a step has to wait for: a pool that is full, or that mapped steps end. Such a step takes places only for its
   * legs, but is not opened before there is one for the first: open ones hold the list of their legs.
   */
  #lacks(node: Node): string | undefined {
    const { places } = this.#state
    if (node.step.strategy === undefined) return places.take(node).full
    return this.#mapped.size < this.#room.most ? places.fullFor(node) : mappedSteps
  }

  #start(id: StepId): void {
    const { clock } = this.#request.ports
    const node = nodeOf(this.#request.graph, id)
    const startedAt = clock.now().getTime()
    const durationMs = () => clock.now().getTime() - startedAt
    if (node.step.strategy !== undefined) {
      this.#openMapped(id, durationMs)
      return
    }
    const cancel = new AbortController()
    this.#running.set(id, cancel)
    this.#room.enter()
    const work = { state: this.#state, recorder: this.#recorder, node }
    const run = () => runStep(this.#state, this.#recorder, node, cancel.signal)
    runUnlessUnchanged(work, cancel.signal, () => runUnlessCached(work, cancel.signal, run))
      .then((finish) => {
        this.#running.delete(id)
        this.#room.leave()
        this.#end(id, finish, durationMs())
        this.#state.places.give(node)
        this.#settle()
        this.#room.advance()
      })
      .catch(this.#room.broken)
  }

  /** From now on its legs are started one by one; the step itself takes no room. */
  #openMapped(id: StepId, durationMs: () => number): void {
    const settled = tried(() => settledNode(this.#state, nodeOf(this.#request.graph, id), settleMapping))
    if (settled.ended !== 'done') {
      const { continueOnError } = nodeOf(this.#request.graph, id).step
      this.#end(id, { ...failed(continueOnError, settled.failure), ...notRun }, durationMs())
      return
    }
    const node = settled.value
    const { strategy } = node.step
    if (strategy === undefined) return
    const { part, limits } = jobOf(this.#request) ?? {}
    const opened = openMapped(
      {
        state: this.#state,
        recorder: this.#recorder,
        node,
        room: this.#room,
        part: this.#state.leg === undefined ? part : undefined,
        limit: Math.min(this.#room.most, limits?.[id] ?? strategy.maxParallel ?? this.#room.most),
        done: this.#state.leg === undefined ? this.#request.priorLegs?.get(id) : undefined,
        openMachine: (state, recorder, shared) => new StepRun(state, recorder, shared),
        ended: (finish) => {
          this.#mapped.delete(id)
          this.#end(id, finish, durationMs())
          this.#settle()
        },
      },
      strategy,
    )
    if (opened instanceof MappedStep) this.#mapped.set(id, opened)
    else this.#end(id, opened, durationMs())
  }

  /** What is told of a dataset is masked, also its columns; who reads it needs their real names. */
  #end(id: StepId, ended: Finish, durationMs: number): void {
    const around = toleratedAround(this.#request.graph, id, ended)
    const node = nodeOf(this.#request.graph, id)
    const finish = withLacking(this.#state, node, withWindows(this.#state, node, around))
    const told = this.#tellEnd(id, finish, durationMs)
    const { dataset, datasets, windows } = finish
    this.#state.settle(id, {
      ...told,
      ...(dataset === undefined ? {} : { dataset }),
      ...(datasets === undefined ? {} : { datasets }),
      ...(windows === undefined ? {} : { windows }),
    })
    this.#queue.settle(id)
    this.#state.ahead?.ended(id, finish.result === 'success')
  }

  #tellEnd(id: StepId, finish: Finish, durationMs: number): StepFinished {
    const isInLeg = this.#state.leg !== undefined
    const part = isInLeg ? undefined : jobOf(this.#request)?.part
    const kind = isInLeg ? { kind: nodeOf(this.#request.graph, id).step.kind } : {}
    if (part === undefined)
      return this.#recorder.tell({ type: 'step-finished', step: id, ...finish, ...kind, durationMs })
    const told = this.#recorder.tell({ type: 'part-finished', part, step: id, ...finish, durationMs })
    if (told.type !== 'part-finished') throw new Bug('the end of a part was told as something else')
    const { part: _, ...rest } = told
    return { ...rest, type: 'step-finished' }
  }

  /** GitHub asks again whether each `if` holds: what would still run goes on. */
  #cancel(): void {
    const isOver = (id: StepId) => verdictOn(this.#state, id, true).outcome !== 'run'
    const { reason }: { readonly reason: unknown } = this.#request.signal
    for (const [id, cancel] of this.#running) if (isOver(id)) cancel.abort(reason)
    for (const [id, mapped] of this.#mapped)
      if (isOver(id)) mapped.cancel(reason instanceof Failure ? reason : undefined)
    for (const id of this.#parked.takeAll()) this.#queue.makeReady(id)
    this.#queue.judgeAgain()
    this.#settle()
    this.#room.advance()
  }
}

/** No pool is called so. */
const mappedSteps = ''

const notRun = { attempts: 0, rows: null, outputs: {} }
