import * as z from 'zod'
import { parseJson } from '../../text/parse-json.ts'
import { CacheOfLegs } from './cache-of-legs.ts'
import type { LegCounts, LegName } from '../event.ts'
import { mostLegOutputs } from './leg.ts'
import { legLabel, noLegs } from './leg-result.ts'
import type { StepFinished } from '../run-request.ts'

/** How a leg, or the legs of one job, ended. */
type End = Pick<
  StepFinished,
  | 'result'
  | 'attempts'
  | 'rows'
  | 'outputs'
  | 'counts'
  | 'rejectSamples'
  | 'failure'
  | 'legs'
  | 'windows'
  | 'lacking'
  | 'failedLegs'
  | 'cache'
>

const outputsOfLegs = z.array(z.string().nullable())

/** What was masked as a whole may be no list any more: then its values are not known. */
function outputsIn(list: string): readonly (string | null)[] {
  return outputsOfLegs.safeParse(parseJson(list)).data ?? []
}

const mostFailedLegs = 1000
const mostCauses = 10
const mostSamples = 5

/**
 * What is known of the legs of a mapped step: counts, and the first of those that failed. As large for a hundred
 * thousand legs as for a hundred.
 */
export class LegTally {
  readonly counts: LegCounts = { ...noLegs }
  /** What the first ones failed of. */
  readonly why: string[] = []
  readonly #failed: LegName[] = []
  readonly #cache = new CacheOfLegs()
  readonly #windows = new Map<string, NonNullable<StepFinished['windows']>[number]>()
  readonly #lacking = new Set<string>()
  #attempts = 0
  #rows: number | null = null
  #rowCounts: NonNullable<StepFinished['counts']> | undefined
  readonly #samples: NonNullable<StepFinished['rejectSamples']> = []
  readonly #outputs = new Map<string, (string | null)[]>()

  /** In the order of their numbers. */
  get failedLegs(): LegName[] {
    const byNumber = (one: LegName, other: LegName) =>
      one.leg.localeCompare(other.leg, 'en', { numeric: true })
    return this.#failed.toSorted(byNumber).slice(0, mostFailedLegs)
  }

  /** `total`: so many legs there are in all jobs; their outputs are kept if they are few. */
  add(leg: LegName, end: End, total: number): void {
    this.counts.total += 1
    this.counts[end.result] += 1
    this.#cache.add(end)
    if (end.result === 'failure') {
      if (this.#failed.length < mostFailedLegs) this.#failed.push(leg)
      if (this.why.length < mostCauses && end.failure)
        this.why.push(`${legLabel(leg)}: ${end.failure.message}`)
    }
    this.#addRows(end)
    if (total <= mostLegOutputs)
      for (const [name, value] of Object.entries(end.outputs))
        this.#setOutput(name, Number(leg.leg.split('/').at(-1)), value)
  }

  /** Takes in what one job says of its legs. */
  addPart(end: End): void {
    const { legs = noLegs } = end
    for (const key of ['total', 'success', 'failure', 'cancelled', 'skipped'] as const)
      this.counts[key] += legs[key]
    this.#cache.add(end)
    this.#failed.push(...(end.failedLegs ?? []))
    this.why.push(...(end.failure?.causes ?? []))
    this.#addRows(end)
    for (const [name, list] of Object.entries(end.outputs)) {
      for (const [leg, value] of outputsIn(list).entries())
        if (value !== null) this.#setOutput(name, leg, value)
    }
  }

  /** So many legs were not started. */
  cancel(legs: number): void {
    this.counts.total += legs
    this.counts.cancelled += legs
  }

  /** What is told of the legs beside the result. */
  told(): Pick<
    StepFinished,
    | 'attempts'
    | 'rows'
    | 'outputs'
    | 'windows'
    | 'lacking'
    | 'legs'
    | 'counts'
    | 'rejectSamples'
    | 'failedLegs'
    | 'cache'
  > {
    const { failedLegs } = this
    return {
      attempts: this.#attempts,
      rows: this.#rows,
      legs: { ...this.counts, ...(this.#cache.reused === 0 ? {} : { cached: this.#cache.reused }) },
      ...this.#cache.told(),
      outputs: Object.fromEntries(
        this.#outputs.entries().map(([name, values]) => [name, JSON.stringify(values)]),
      ),
      ...(this.#rowCounts === undefined ? {} : { counts: this.#rowCounts }),
      ...(this.#windows.size === 0 ? {} : { windows: [...this.#windows.values()] }),
      ...(this.#lacking.size === 0 ? {} : { lacking: [...this.#lacking] }),
      ...(this.#samples.length === 0 ? {} : { rejectSamples: this.#samples }),
      ...(failedLegs.length === 0 ? {} : { failedLegs }),
    }
  }

  #addRows({ attempts, rows, counts, windows = [], lacking = [], rejectSamples = [] }: End): void {
    for (const step of lacking) this.#lacking.add(step)
    for (const window of windows) this.#windows.set(window.source, window)
    this.#attempts = Math.max(this.#attempts, attempts)
    if (rows !== null) this.#rows = (this.#rows ?? 0) + rows
    const known = this.#rowCounts
    if (counts) {
      this.#rowCounts = {
        read: (known?.read ?? 0) + counts.read,
        loaded: (known?.loaded ?? 0) + counts.loaded,
        rejected: (known?.rejected ?? 0) + counts.rejected,
        filtered: (known?.filtered ?? 0) + counts.filtered,
        deduplicated: (known?.deduplicated ?? 0) + counts.deduplicated,
        unchanged: (known?.unchanged ?? 0) + counts.unchanged,
      }
    }
    this.#samples.push(...rejectSamples.slice(0, mostSamples - this.#samples.length))
  }

  #setOutput(name: string, leg: number, value: string): void {
    const values = this.#outputs.get(name) ?? []
    while (values.length < leg) values.push(null)
    values[leg] = value
    this.#outputs.set(name, values)
  }
}
