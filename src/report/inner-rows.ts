import type { RunEvent } from '../run/event.ts'
import type { RowCounts } from '../steps/step.ts'
import type { InnerRows } from './report.ts'

type LegFinished = Extract<RunEvent, { type: 'leg-finished' }>

/** What a step inside a leg told of rows. */
type Told = Pick<LegFinished, 'step' | 'kind' | 'counts' | 'rejectSamples'>

const mostSamples = 5

/**
 * What the steps inside a mapped pipeline read, handed on and rejected, over its legs. Remembered one by one are legs
 * that are at work, and those that failed, as these may be run again; of the others there are only the sums.
 */
export class InnerRowsFold {
  readonly #atWork = new Map<string, readonly Told[]>()
  readonly #failed = new Map<string, Map<string, readonly Told[]>>()
  readonly #done = new Map<string, ReadonlyMap<string, InnerRows>>()

  take(event: LegFinished): void {
    const [leg = ''] = event.leg.split('/', 1)
    const atWork = this.#atWork.get(leg) ?? []
    // What is told with its values is a leg; a mapped step inside one tells the sum of its legs when it ends.
    if (event.values === undefined) {
      const { step, kind, counts, rejectSamples } = event
      if (counts !== undefined) this.#atWork.set(leg, [...atWork, { step, kind, counts, rejectSamples }])
      return
    }
    if (event.leg !== leg) return
    const isInside = ({ step }: Told) => step.startsWith(`${event.step}/`)
    this.#atWork.set(
      leg,
      atWork.filter((one) => !isInside(one)),
    )
    this.#endLeg(event, atWork.filter(isInside))
  }

  /** By the steps inside, in the order in which they first told of rows. */
  of(step: string): readonly InnerRows[] {
    const failed = [...(this.#failed.get(step)?.values() ?? [])].flat()
    return [...together(this.#done.get(step), failed).values()]
  }

  #endLeg({ step, leg, result }: LegFinished, inside: readonly Told[]): void {
    const failed = this.#failed.get(step) ?? new Map<string, readonly Told[]>()
    failed.delete(leg)
    if (inside.length === 0) return
    if (result === 'success') this.#done.set(step, together(this.#done.get(step), inside))
    else this.#failed.set(step, failed.set(leg, inside))
  }
}

function together(
  known: ReadonlyMap<string, InnerRows> | undefined,
  events: readonly Told[],
): ReadonlyMap<string, InnerRows> {
  const sums = new Map(known)
  for (const { step: id, kind = '', counts, rejectSamples = [] } of events) {
    if (counts === undefined) continue
    const before = sums.get(id)
    const first = [...(before?.first ?? []), ...rejectSamples].slice(0, mostSamples)
    sums.set(id, { id, kind, counts: sumOf(before?.counts, counts), first })
  }
  return sums
}

function sumOf(one: RowCounts | undefined, other: RowCounts): RowCounts {
  if (one === undefined) return other
  return {
    read: one.read + other.read,
    loaded: one.loaded + other.loaded,
    rejected: one.rejected + other.rejected,
    filtered: one.filtered + other.filtered,
    deduplicated: one.deduplicated + other.deduplicated,
    unchanged: one.unchanged + other.unchanged,
  }
}
