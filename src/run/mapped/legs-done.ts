import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type Graph, nodeOf } from '../../graph/graph.ts'
import type { LegValues, StepId } from '../../manifest/manifest.ts'
import type { RunEvent } from '../event.ts'
import { mostLegOutputs } from './leg.ts'
import { maskedValues } from '../events/masked-event.ts'

type LegFinished = Extract<RunEvent, { type: 'leg-finished' }>

/** How a leg ended, as far as it counts for its step. */
type LegEnd = Pick<LegFinished, 'result' | 'attempts' | 'rows' | 'outputs' | 'counts' | 'rejectSamples'>

/** What a leg left in the run's folder: the names of its datasets, `''` for the one of a leg that is no pipeline. */
export interface MadeByLeg {
  readonly datasets: readonly string[]
  readonly rejects: boolean
}

const none: MadeByLeg = { datasets: [], rejects: false }
const counted = ['read', 'loaded', 'rejected', 'filtered', 'deduplicated', 'unchanged'] as const
const width = 1 + counted.length
const mostSamples = 5

/**
 * The legs of one mapped step that succeeded in the run that is resumed: 64 bytes for each, the outputs of the first ones
 * and a few of the rejected rows.
 */
export class LegsDone {
  /** What the step was when they were run. */
  readonly definition: string | undefined
  #keys = new Uint32Array(64)
  /** The rows and the counts of each; `NaN`: it has none. */
  #numbers = new Float64Array(64 * width)
  #made = new Uint32Array(64)
  /** Legs of one step leave the same, or one of few things. */
  readonly #kinds: MadeByLeg[] = [none]
  readonly #outputs = new Map<number, Readonly<Record<string, string>>>()
  readonly #samples = new Map<number, LegFinished['rejectSamples']>()

  constructor(definition?: string) {
    this.definition = definition
  }

  /** What they take up of memory, but for the outputs and rejected rows of the first. */
  get byteLength(): number {
    return this.#keys.byteLength + this.#numbers.byteLength + this.#made.byteLength
  }

  /** Whether the leg succeeded with these very values, as `keyOfLeg` names them. */
  has(leg: number, key: string): boolean {
    return this.#keys[leg] === numberOf(key)
  }

  /** How the leg ended. */
  end(leg: number): LegEnd {
    const [rows, ...counts] = this.#numbers.subarray(leg * width, (leg + 1) * width)
    const samples = this.#samples.get(leg)
    const [read = 0, loaded = 0, rejected = 0, filtered = 0, deduplicated = 0, unchanged = 0] = counts
    return {
      result: 'success',
      attempts: 1,
      rows: rows === undefined || Number.isNaN(rows) ? null : rows,
      outputs: this.#outputs.get(leg) ?? {},
      ...(Number.isNaN(read)
        ? {}
        : { counts: { read, loaded, rejected, filtered, deduplicated, unchanged } }),
      ...(samples === undefined ? {} : { rejectSamples: samples }),
    }
  }

  /** What it left, whose files must be there. */
  made(leg: number): MadeByLeg {
    return this.#kinds[this.#made[leg] ?? 0] ?? none
  }

  take(event: LegFinished): void {
    const { leg, key, result, rows, counts, outputs, rejectSamples } = event
    const number = Number(leg)
    this.#grow(number)
    this.#keys[number] = result === 'success' && key !== undefined ? numberOf(key) : 0
    this.#numbers.set([rows ?? NaN, ...counted.map((name) => counts?.[name] ?? NaN)], number * width)
    this.#made[number] = this.#kindOf(event)
    if (number < mostLegOutputs) this.#outputs.set(number, outputs)
    this.#samples.delete(number)
    if (rejectSamples !== undefined && this.#samples.size < mostSamples)
      this.#samples.set(number, rejectSamples)
  }

  /** Takes the leg for one that did not succeed. */
  forget(leg: number): void {
    this.#keys[leg] = 0
  }

  #kindOf({ dataset, datasets = {}, rejects }: LegFinished): number {
    const names = [...(dataset === undefined ? [] : ['']), ...Object.keys(datasets)]
    const hasRejects = rejects !== undefined
    const known = this.#kinds.findIndex(
      (kind) => kind.rejects === hasRejects && isDeepStrictEqual(kind.datasets, names),
    )
    return known >= 0 ? known : this.#kinds.push({ datasets: names, rejects: hasRejects }) - 1
  }

  #grow(leg: number): void {
    if (leg < this.#keys.length) return
    const [keys, numbers, made] = [this.#keys, this.#numbers, this.#made]
    this.#keys = new Uint32Array(2 * leg)
    this.#numbers = new Float64Array(2 * leg * width)
    this.#made = new Uint32Array(2 * leg)
    this.#keys.set(keys)
    this.#numbers.set(numbers)
    this.#made.set(made)
  }
}

/**
 * The legs that succeeded, by step: those of a mapped step itself, not of what runs inside one. Legs that were begun anew
 * since, as the step or something it needs was another by then, are none of them.
 */
export function legsDone(graph: Graph, events: Iterable<RunEvent>): ReadonlyMap<StepId, LegsDone> {
  const after = mappedAfter(graph)
  const steps = new Map<StepId, LegsDone>()
  for (const event of events) {
    if (event.type === 'step-started' && event.leg === undefined) {
      forget(steps, after.get(event.step))
      const known = steps.get(event.step)
      if (event.legs !== undefined && (known === undefined || known.definition !== event.definition))
        steps.set(event.step, new LegsDone(event.definition))
    } else if (event.type === 'step-finished') forget(steps, after.get(event.step))
    else if (event.type === 'leg-finished' && event.values !== undefined && !event.leg.includes('/'))
      steps.get(event.step)?.take(event)
  }
  return steps
}

/** By step, the mapped steps that need it. */
function mappedAfter(graph: Graph): ReadonlyMap<StepId, StepId[]> {
  const after = new Map<StepId, StepId[]>()
  for (const id of graph.order) {
    const { step, needs } = nodeOf(graph, id)
    if (step.strategy === undefined) continue
    for (const need of needs) {
      const known = after.get(need)
      if (known === undefined) after.set(need, [id])
      else known.push(id)
    }
  }
  return after
}

function forget(steps: Map<StepId, LegsDone>, ids: readonly StepId[] = []): void {
  for (const id of ids) steps.delete(id)
}

/** Names the values of a leg, but for the secrets in them. */
export function keyOfLeg(values: LegValues, mask: (text: string) => string): string {
  return hash('sha1', JSON.stringify(maskedValues(values, mask))).slice(0, 8)
}

/** Never 0, which says that the leg did not succeed. */
function numberOf(key: string): number {
  return (Number.parseInt(key, 16) | 1) >>> 0
}
