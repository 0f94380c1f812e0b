import type { StepId } from '../../manifest/manifest.ts'

/**
 * Ready steps that were turned away, by the pool that was full, first come first served. When a place may be free, only
 * the first of a pool asks again: the others cost nothing, however many they are.
 */
export class ParkedSteps {
  readonly #byPool = new Map<string, StepId[]>()
  readonly #asking = new Map<StepId, string>()

  park(id: StepId, pool: string): void {
    const steps = this.#byPool.get(pool) ?? []
    if (this.#asking.get(id) === pool) steps.unshift(id)
    else steps.push(id)
    this.#asking.delete(id)
    this.#byPool.set(pool, steps)
  }

  /** The first of each pool that is not known to be full. */
  takeFirst(full: ReadonlySet<string>): StepId[] {
    const first: StepId[] = []
    for (const [pool, steps] of this.#byPool) {
      if (full.has(pool)) continue
      const id = steps.shift()
      if (id !== undefined) {
        this.#asking.set(id, pool)
        first.push(id)
      }
      if (steps.length === 0) this.#byPool.delete(pool)
    }
    return first
  }

  takeAll(): StepId[] {
    const all = [...this.#byPool.values()].flat()
    this.#byPool.clear()
    return all
  }
}
