import { Failure } from '../../diagnostic/failure.ts'
import type { Strategy } from '../../manifest/manifest.ts'
import { type Attempted, tried } from '../attempts/attempt.ts'
import { endOfMapped } from './end-of-mapped.ts'
import type { FailureRecord } from '../event.ts'
import type { MappedWork } from './mapped-work.ts'
import { runUnlessCached } from '../cached/run-cached.ts'
import { type Leg, legOf } from './leg.ts'
import { type InnerLeg, startInnerLeg } from './inner-leg.ts'
import { allowedFailures } from './leg-result.ts'
import { LegTally } from './leg-tally.ts'
import { areThere, removeFilesOfLeg, removeLegFiles } from './leg-files.ts'
import { keyOfLeg, type LegsDone } from './legs-done.ts'
import type { OpenLegs } from './open-matrix.ts'
import { failed, type Finish, runStep } from '../run-step.ts'

interface LegAtWork {
  readonly leg: Leg
  readonly cancel: AbortController
  readonly startedAt: number
  readonly inner?: InnerLeg | undefined
}

/**
 * The legs of a mapped step: started one by one as there is room, and told as they end. Holds nothing of a leg that has
 * ended but its part in the counts.
 */
export class MappedStep {
  readonly #work: MappedWork
  readonly #strategy: Strategy
  readonly #legs: OpenLegs
  readonly #tally = new LegTally()
  readonly #atWork = new Map<number, LegAtWork>()
  #next: number
  #stopped: Failure | undefined
  readonly #joining = new AbortController()
  #isEnding = false
  #hasDatasets = false
  #hasRejects = false

  constructor(work: MappedWork, strategy: Strategy, legs: OpenLegs) {
    this.#work = work
    this.#strategy = strategy
    this.#legs = legs
    this.#next = work.part?.index ?? 0
    const own = Math.max(0, Math.ceil((legs.count - this.#next) / this.#stride))
    const { id: step } = work.node.step
    const definition = work.state.request.definitions?.get(step)
    const told = definition === undefined || work.state.leg !== undefined ? {} : { definition }
    work.recorder.tell({ type: 'step-started', step, attempt: 1, legs: own, ...told })
    if (work.done === undefined) removeLegFiles(work)
  }

  /** Starts one more piece of work, if there is one that can be; answers whether anything changed. */
  startNext(): boolean {
    const { room, limit, node, state } = this.#work
    if (this.#isEnding || room.isFull) return false
    for (const { inner } of this.#atWork.values()) if (inner?.startNext() === true) return true
    if (this.#endIfDone()) return true
    if (this.#atWork.size >= limit || !this.#skipDone()) return this.#endIfDone()
    const { full } = state.places.take(node)
    if (full !== undefined) {
      state.places.whenGiven(room.advance)
      return false
    }
    const number = this.#next
    this.#next += this.#stride
    this.#start(number)
    return true
  }

  /** Stops the legs at work, or putting together what they made, and starts no more. */
  cancel(reason?: Failure): void {
    const stopped = reason ?? new Failure('step/cancelled', 'the run was cancelled')
    if (this.#isEnding) this.#joining.abort(stopped)
    if (this.#stopped !== undefined) return
    this.#stopped = stopped
    for (const { cancel } of this.#atWork.values()) cancel.abort(this.#stopped)
    this.#endIfDone()
  }

  get #stride(): number {
    return this.#work.part?.of ?? 1
  }

  get #hasNext(): boolean {
    return this.#stopped === undefined && this.#next < this.#legs.count
  }

  /** Moves past the legs that succeeded before; answers whether there is another one to run. */
  #skipDone(): boolean {
    const { done } = this.#work
    if (done === undefined) return this.#hasNext
    for (; this.#hasNext; this.#next += this.#stride) {
      const leg = this.#legAt(this.#next)
      if (leg.ended !== 'done' || !this.#isDone(done, this.#next, leg.value)) break
      const made = done.made(this.#next)
      this.#hasDatasets ||= made.datasets.length > 0
      this.#hasRejects ||= made.rejects
      this.#tally.add({ leg: leg.value.path, values: {} }, done.end(this.#next), this.#legs.count)
    }
    return this.#hasNext
  }

  #isDone(done: LegsDone, number: number, { path, values = {} }: Leg): boolean {
    const { recorder } = this.#work
    return done.has(number, keyOfLeg(values, recorder.mask)) && areThere(this.#work, path, done.made(number))
  }

  /** The values of legs that are rows are read from a file. */
  #legAt(number: number): Attempted<Leg> {
    return tried(() => legOf(this.#work.state.leg, number, this.#legs.at(number)))
  }

  #start(number: number): void {
    const { state, recorder, node, room, done } = this.#work
    const opened = this.#legAt(number)
    const cancel = new AbortController()
    const startedAt = state.request.ports.clock.now().getTime()
    if (opened.ended !== 'done') {
      const leg = legOf(state.leg, number, {})
      this.#notBegun(number, { leg, cancel, startedAt }, opened.failure)
      return
    }
    const leg = opened.value
    if (done !== undefined) removeFilesOfLeg(this.#work, leg.path)
    if (node.inner !== undefined) {
      this.#startInner(number, { leg, cancel, startedAt })
      return
    }
    this.#atWork.set(number, { leg, cancel, startedAt })
    room.enter()
    const own = recorder.forLeg(leg.path)
    const run = () => runStep(state, own, node, cancel.signal, leg)
    runUnlessCached({ state, recorder: own, node, leg }, cancel.signal, run)
      .then((finish) => {
        room.leave()
        this.#legEnded(number, finish)
        room.advance()
      })
      .catch(room.broken)
  }

  #startInner(number: number, at: LegAtWork): void {
    const ended = (finish: Finish) => this.#legEnded(number, finish)
    const opened = tried(() => startInnerLeg(this.#work, at.leg, at.cancel.signal, ended))
    if (opened.ended === 'done') {
      this.#atWork.set(number, { ...at, inner: opened.value })
      opened.value.begin()
      return
    }
    this.#notBegun(number, at, opened.failure)
  }

  #notBegun(number: number, at: LegAtWork, failure: FailureRecord): void {
    this.#atWork.set(number, at)
    const tolerated = this.#work.node.step.continueOnError
    this.#legEnded(number, { ...failed(tolerated, failure), attempts: 1, rows: null, outputs: {} })
  }

  #legEnded(number: number, finish: Finish): void {
    const { state, recorder, node } = this.#work
    const at = this.#atWork.get(number)
    if (at === undefined) return
    const { leg, startedAt } = at
    const values = { ...leg.values }
    const durationMs = state.request.ports.clock.now().getTime() - startedAt
    const told = recorder.tell({
      type: 'leg-finished',
      leg: leg.path,
      values,
      key: keyOfLeg(values, recorder.mask),
      step: node.step.id,
      ...finish,
      durationMs,
    })
    this.#atWork.delete(number)
    this.#hasDatasets ||= finish.dataset !== undefined || finish.datasets !== undefined
    this.#hasRejects ||= finish.rejects !== undefined
    if (told.type === 'leg-finished')
      this.#tally.add({ leg: leg.path, values: told.values ?? {} }, told, this.#legs.count)
    this.#stopIfTooMany()
    this.#endIfDone()
    state.places.give(node)
  }

  #stopIfTooMany(): void {
    const { continueOnError } = this.#work.node.step
    if (!this.#strategy.failFast || continueOnError || this.#stopped !== undefined) return
    const allowed = allowedFailures(this.#strategy, this.#legs.count)
    const { failure } = this.#tally.counts
    if (failure <= allowed) return
    const bound = allowed === 0 ? '' : ` and only ${allowed} may`
    this.cancel(new Failure('step/cancelled', `stopped by fail-fast: ${failure} of its legs failed${bound}`))
  }

  /** Puts together what the legs made, once all have ended; answers whether that has begun now. */
  #endIfDone(): boolean {
    if (this.#isEnding || this.#atWork.size > 0 || this.#hasNext) return false
    this.#isEnding = true
    const left = Math.max(0, Math.ceil((this.#legs.count - this.#next) / this.#stride))
    this.#tally.cancel(left)
    const { room } = this.#work
    const made = { datasets: this.#hasDatasets, rejects: this.#hasRejects }
    const stopped = this.#stopped?.message
    const cancel = this.#joining.signal
    endOfMapped(this.#work, this.#legs, { tally: this.#tally, stopped, made, cancel })
      .then((finish) => {
        this.#legs[Symbol.dispose]()
        this.#work.ended(finish)
        if (finish.result === 'success' && (made.datasets || made.rejects)) {
          this.#work.recorder.flush()
          removeLegFiles(this.#work)
        }
        room.advance()
      })
      .catch(room.broken)
    return true
  }
}
