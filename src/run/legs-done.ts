import { hash } from 'node:crypto'
import type { LegValues, StepId } from '../manifest/manifest.ts'
import type { RunEvent } from './event.ts'
import { mostLegOutputs } from './leg.ts'

/**
 * The legs of one mapped step that succeeded in the run that is resumed: a few bytes for each, and the outputs of the
 * first ones.
 */
export class LegsDone {
  #hashes = new Uint32Array(64)
  #rows = new Float64Array(64)
  readonly #withRows = new Set<number>()
  readonly #outputs = new Map<number, Readonly<Record<string, string>>>()

  /** Whether the leg succeeded with these very values. */
  has(leg: number, values: LegValues): boolean {
    return this.#hashes[leg] === hashOf(values)
  }

  outputs(leg: number): Readonly<Record<string, string>> {
    return this.#outputs.get(leg) ?? {}
  }

  /** `null`: it moves none. */
  rows(leg: number): number | null {
    const rows = this.#rows[leg] ?? -1
    return rows < 0 ? null : rows
  }

  /** Whether it made a dataset, whose file must be there. */
  madeDataset(leg: number): boolean {
    return this.#withRows.has(leg)
  }

  take({
    leg,
    values = {},
    result,
    rows,
    dataset,
    outputs,
  }: Extract<RunEvent, { type: 'leg-finished' }>): void {
    const number = Number(leg)
    this.#grow(number)
    this.#hashes[number] = result === 'success' ? hashOf(values) : 0
    this.#rows[number] = rows ?? -1
    if (dataset === undefined) this.#withRows.delete(number)
    else this.#withRows.add(number)
    if (number < mostLegOutputs) this.#outputs.set(number, outputs)
  }

  #grow(leg: number): void {
    if (leg < this.#hashes.length) return
    const hashes = new Uint32Array(2 * leg)
    const rows = new Float64Array(2 * leg).fill(-1)
    hashes.set(this.#hashes)
    rows.set(this.#rows)
    this.#hashes = hashes
    this.#rows = rows
  }
}

/** The legs that succeeded, by step: those of a mapped step itself, not of what runs inside one. */
export function legsDone(events: Iterable<RunEvent>): ReadonlyMap<StepId, LegsDone> {
  const steps = new Map<StepId, LegsDone>()
  for (const event of events) {
    if (event.type !== 'leg-finished' || event.values === undefined || event.leg.includes('/')) continue
    const done = steps.get(event.step) ?? new LegsDone()
    steps.set(event.step, done)
    done.take(event)
  }
  return steps
}

/** Never 0, which says that the leg did not succeed. */
function hashOf(values: Readonly<Record<string, unknown>>): number {
  return (Number.parseInt(hash('sha1', JSON.stringify(values)).slice(0, 8), 16) | 1) >>> 0
}
