import { holds } from './condition.ts'
import type { DrawnStep, Fate } from './drawn-step.ts'
import { isUse, type Place, placesOf } from './places-of.ts'

export interface Circumstances {
  /** The step during whose first attempt the run is cancelled. */
  readonly cancelledAt?: string
  /** Whether it is known, where a step is judged, how another ended. */
  readonly knows?: (judged: string, other: string) => boolean
  /** In how many parts the legs of a mapped step are run. */
  readonly parts?: (id: string) => number
}

export type Result = 'success' | 'failure' | 'cancelled' | 'skipped'

export interface Ended {
  readonly result: Result
  /** What the run's own result makes of a failure. */
  readonly tolerated: boolean
  /** What those who need it see. */
  readonly seen: Result
  readonly attempts: number
  readonly legs?: Readonly<Record<'total' | Result, number>>
  /** Of each part of a mapped step: whether its job fails by it. */
  readonly partsFailed?: readonly boolean[]
}

/** How every step of a pipeline ends, and the run: the rules of `docs/`, one step at work at a time. */
export function predict(steps: readonly DrawnStep[], circumstances: Circumstances = {}) {
  const ended = new Model(steps, circumstances).run()
  return { steps: ended, result: runResult([...ended.values()], circumstances.cancelledAt !== undefined) }
}

function runResult(ended: readonly Ended[], cancelled: boolean): string {
  const has = (result: Result) => ended.some((one) => one.result === result)
  if (cancelled && has('cancelled')) return 'cancelled'
  if (ended.some((one) => one.result === 'failure' && !one.tolerated)) return 'failure'
  if (has('cancelled')) return 'cancelled'
  if (has('failure')) return 'degraded'
  return has('success') ? 'success' : 'skipped'
}

type Judged = 'run' | 'skipped' | 'cancelled' | 'unknown'

class Model {
  readonly #places: ReadonlyMap<string, Place>
  readonly #ended = new Map<string, Ended>()
  readonly #gates = new Map<string, Judged>()
  readonly #circumstances: Circumstances
  #cancelled = false

  constructor(steps: readonly DrawnStep[], circumstances: Circumstances) {
    this.#circumstances = circumstances
    this.#places = new Map(placesOf(steps).map((place) => [place.id, place]))
  }

  run(): ReadonlyMap<string, Ended> {
    while (this.#ended.size < this.#places.size) {
      const ready = this.#settled()
      if (ready !== undefined) this.#ended.set(ready.id, this.#work(ready))
    }
    return this.#ended
  }

  /** Ends all that needs no work; answers the first step that does, if there is one. */
  #settled(): Place | undefined {
    let ready: Place | undefined
    for (const place of this.#places.values()) {
      if (this.#ended.has(place.id) || ![...place.waits].every((id) => this.#ended.has(id))) continue
      const end = isUse(place) ? this.#endOfUse(place) : this.#without(place)
      if (end === undefined) ready ??= place
      else {
        this.#ended.set(place.id, end)
        return this.#settled()
      }
    }
    return ready
  }

  #without(place: Place): Ended | undefined {
    const judged = this.#judge(place)
    if (judged === 'run') return undefined
    return judged === 'unknown' ? this.#failed(place, false) : atOnce(judged)
  }

  #judge(place: Place): Judged {
    const [user] = place.around
    const gate = user === undefined ? 'run' : this.#gate(user)
    if (gate !== 'run') return gate === 'cancelled' ? 'cancelled' : 'skipped'
    return this.#condition(place)
  }

  /** Judged once. */
  #gate(user: Place): Judged {
    const known = this.#gates.get(user.id)
    const judged = known ?? this.#judge(user)
    this.#gates.set(user.id, judged)
    return judged
  }

  #condition({ id, step, sees }: Place): Judged {
    if (step.teardown !== undefined) {
      const setup = this.#known(id, sees.get(step.teardown) ?? '')
      if (setup === undefined) return 'unknown'
      if (setup.seen === 'success') return 'run'
      return this.#cancelled && setup.seen === 'cancelled' ? 'cancelled' : 'skipped'
    }
    const above = [...sees.values()].map((need) => this.#above(id, need))
    const otherwise = {
      success: above.every(({ succeeded }) => succeeded),
      failure: above.some(({ failed }) => failed),
      cancelled: above.some(({ cancelled }) => cancelled),
      always: true,
    }
    const status = this.#cancelled ? { ...otherwise, success: false, cancelled: true } : otherwise
    const needs = new Map(
      [...sees].map(([name, need]) => {
        const known = this.#known(id, need)
        const of = this.#places.get(need)?.step
        // What legs put out is a list, and a pipeline's outputs are its own.
        const put = known?.result === 'success' && of?.uses === undefined && of?.legs === undefined
        return [name, { result: known?.seen ?? 'failure', put }]
      }),
    )
    if (holds(step.if, { status, needs })) return 'run'
    if (!this.#cancelled) return this.#isUnknown(id) ? 'unknown' : 'skipped'
    const byCancel = above.some(({ cancelled, failed }) => cancelled && !failed)
    return byCancel || holds(step.if, { status: otherwise, needs }) ? 'cancelled' : 'skipped'
  }

  #known(judged: string, other: string): Ended | undefined {
    return (this.#circumstances.knows?.(judged, other) ?? true) ? this.#ended.get(other) : undefined
  }

  /** What comes down from a step and all above it. */
  #above(judged: string, id: string): { succeeded: boolean; failed: boolean; cancelled: boolean } {
    const known = this.#known(judged, id)
    if (known === undefined) return { succeeded: false, failed: true, cancelled: false }
    const above = [...(this.#places.get(id)?.sees.values() ?? [])].map((need) => this.#above(judged, need))
    return {
      succeeded: known.seen === 'success' && above.every(({ succeeded }) => succeeded),
      failed: known.seen === 'failure' || above.some(({ failed }) => failed),
      cancelled: known.seen === 'cancelled' || above.some(({ cancelled }) => cancelled),
    }
  }

  /** Whether nothing that is known above explains why it did not run. */
  #isUnknown(judged: string): boolean {
    const above = new Set(this.#places.get(judged)?.sees.values())
    for (const id of above) for (const need of this.#places.get(id)?.sees.values() ?? []) above.add(need)
    const known = [...above].map((id) => this.#known(judged, id))
    return known.includes(undefined) && known.every((one) => one === undefined || one.seen === 'success')
  }

  #work(place: Place): Ended {
    const { step, id } = place
    if (this.#circumstances.cancelledAt === id) {
      this.#cancelled = true
      if (this.#judge(place) !== 'run') return stopped(step)
    }
    if (step.legs !== undefined) return this.#mapped(place, step.legs)
    for (let attempts = 1; ; attempts += 1) {
      const fate = step.fates[attempts - 1] ?? 'ok'
      if (fate === 'ok') return { ...atOnce('success'), attempts }
      if (fate === 'fail' || attempts === step.maxAttempts)
        return { ...this.#failed(place, step.continueOnError), attempts }
    }
  }

  /** One leg after the other, in each part: after one failure too many the rest of the part is not begun. */
  #mapped(place: Place, fates: readonly Fate[]): Ended {
    const { step, id } = place
    if (fates.length === 0) return { ...atOnce('skipped'), legs: counts([]) }
    const of = this.#circumstances.parts?.(id) ?? 1
    const allowed = allowedOf(step, fates.length)
    const stops = step.failFast && !step.continueOnError
    const parts = Array.from({ length: of }, (_, part) => {
      let failures = 0
      return fates
        .filter((_fate, leg) => leg % of === part)
        .map((fate): Result => {
          if (stops && failures > allowed) return 'cancelled'
          const result = resultOfLeg(step, fate)
          if (result === 'failure') failures += 1
          return result
        })
    })
    const legs = counts(parts.flat())
    const tooMany = this.#failed(place, step.continueOnError)
    const partsFailed = parts.map((results) => !tooMany.tolerated && counts(results).failure > allowed)
    const told = { attempts: 1, legs, partsFailed }
    if (legs.failure > allowed) return { ...tooMany, ...told }
    if (legs.cancelled > 0) return { ...atOnce('cancelled'), ...told }
    if (legs.failure > 0) return { ...this.#failed(place, true), ...told }
    return { ...atOnce(legs.skipped === legs.total ? 'skipped' : 'success'), ...told }
  }

  #failed({ around }: Place, tolerated: boolean): Ended {
    const borne = around.some(({ step }) => step.continueOnError)
    return {
      result: 'failure',
      tolerated: tolerated || borne,
      seen: tolerated ? 'success' : 'failure',
      attempts: 0,
    }
  }

  #endOfUse(place: Place): Ended {
    const gate = this.#gate(place)
    if (gate === 'unknown') return this.#failed(place, false)
    if (gate !== 'run') return atOnce(gate)
    const result = together(place.inside.flatMap((id) => this.#ended.get(id)?.seen ?? []))
    return result === 'failure' ? this.#failed(place, place.step.continueOnError) : atOnce(result)
  }
}

/** How many of so many legs may fail. */
export function allowedOf({ maxFailures }: DrawnStep, legs: number): number {
  if (typeof maxFailures === 'number') return maxFailures
  return Math.floor((Number(maxFailures.slice(0, -1)) * legs) / 100)
}

function resultOfLeg({ uses }: DrawnStep, fate: Fate): Result {
  if (uses !== undefined) return together([...predict(uses).steps.values()].map(({ seen }) => seen))
  return fate === 'ok' ? 'success' : 'failure'
}

/** How a pipeline ended for whoever uses it. */
function together(inside: readonly Result[]): Result {
  if (inside.includes('failure')) return 'failure'
  if (inside.includes('cancelled')) return 'cancelled'
  return inside.every((seen) => seen === 'skipped') ? 'skipped' : 'success'
}

function atOnce(result: Result): Ended {
  return { result, tolerated: false, seen: result, attempts: 0 }
}

/** Told to stop at its first attempt, which of a mapped step is that of its first leg. */
function stopped({ legs }: DrawnStep): Ended {
  const end = { ...atOnce('cancelled'), attempts: 1 }
  return legs === undefined ? end : { ...end, legs: counts(legs.map(() => 'cancelled')) }
}

function counts(results: readonly Result[]) {
  const count = (result: Result) => results.filter((one) => one === result).length
  return {
    total: results.length,
    success: count('success'),
    failure: count('failure'),
    cancelled: count('cancelled'),
    skipped: count('skipped'),
  }
}
