import type { StepId } from '../manifest/manifest.ts'

/**
 * The steps that have not started, by how far they are: waiting for needs, unjudged (all needs have ended, the `if`
 * is to be asked), ready. Both of the latter are handed out in the given order, whatever the order they came in.
 */
export class StepQueue {
  readonly #position: ReadonlyMap<StepId, number>
  readonly #waitsFor = new Map<StepId, number>()
  readonly #dependents = new Map<StepId, StepId[]>()
  #unjudged: StepId[] = []
  #ready: StepId[] = []

  /** Needs that are not among `steps` have ended already. */
  constructor(steps: readonly StepId[], needsOf: (id: StepId) => readonly StepId[]) {
    this.#position = new Map(steps.map((id, index) => [id, index]))
    for (const id of steps) {
      const open = needsOf(id).filter((need) => this.#position.has(need))
      this.#waitsFor.set(id, open.length)
      for (const need of open) this.#addDependent(need, id)
      if (open.length === 0) this.#unjudged.push(id)
    }
  }

  get isEmpty(): boolean {
    return this.#waitsFor.size === 0
  }

  takeUnjudged(): StepId | undefined {
    return this.#unjudged.shift()
  }

  get firstReady(): StepId | undefined {
    return this.#ready[0]
  }

  /** Whether it comes before the other in the given order. */
  isBefore(id: StepId, other: StepId): boolean {
    return (this.#position.get(id) ?? 0) < (this.#position.get(other) ?? 0)
  }

  takeReady(): StepId | undefined {
    return this.#ready.shift()
  }

  makeReady(id: StepId): void {
    this.#insert(this.#ready, id)
  }

  settle(id: StepId): void {
    this.#waitsFor.delete(id)
    for (const dependent of this.#dependents.get(id) ?? []) {
      const left = (this.#waitsFor.get(dependent) ?? 0) - 1
      this.#waitsFor.set(dependent, left)
      if (left === 0) this.#insert(this.#unjudged, dependent)
    }
  }

  /** What was found ready is to be asked again. */
  judgeAgain(): void {
    for (const id of this.#ready) this.#insert(this.#unjudged, id)
    this.#ready = []
  }

  #addDependent(need: StepId, id: StepId): void {
    const dependents = this.#dependents.get(need)
    if (dependents === undefined) this.#dependents.set(need, [id])
    else dependents.push(id)
  }

  #insert(list: StepId[], id: StepId): void {
    const place = this.#position.get(id) ?? 0
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#position.get(list[middle] ?? '') ?? 0) < place) low = middle + 1
      else high = middle
    }
    list.splice(low, 0, id)
  }
}
