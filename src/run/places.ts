import type { Node } from '../graph/graph.ts'
import { ownPools } from '../plan/limits.ts'

/**
 * The places of the pools in one process. A step or leg takes all that it needs at once or none, so that nobody who
 * holds a place waits for another, and there is always someone who can go on.
 */
export class Places {
  readonly #limits: Readonly<Record<string, number>>
  readonly #taken = new Map<string, number>()
  #waiting = new Set<() => void>()

  /** `limits`: what this process may have of a pool, where that is less than all (`JobPlan.limits`). */
  constructor(limits: Readonly<Record<string, number>> = {}) {
    this.#limits = limits
  }

  /** Takes a place in each pool of a step, or in none: then it answers the name of one that is full. */
  take(node: Node): { readonly full?: string } {
    const full = this.fullFor(node)
    if (full !== undefined) return { full }
    for (const { name } of ownPools(node)) this.#taken.set(name, (this.#taken.get(name) ?? 0) + 1)
    return {}
  }

  /** A pool of a step that is full, without taking anything. */
  fullFor(node: Node): string | undefined {
    return ownPools(node).find(({ name, max }) => this.#room(name, max) <= 0)?.name
  }

  give(node: Node): void {
    const pools = ownPools(node)
    for (const { name } of pools) this.#taken.set(name, (this.#taken.get(name) ?? 0) - 1)
    if (pools.length === 0) return
    const waiting = this.#waiting
    this.#waiting = new Set()
    for (const told of waiting) told()
  }

  /** Calls once, when a place is given back, however often it is asked to: who was turned away asks again. */
  whenGiven(told: () => void): void {
    this.#waiting.add(told)
  }

  #room(pool: string, max: number): number {
    return Math.max(1, Math.min(max, this.#limits[pool] ?? max)) - (this.#taken.get(pool) ?? 0)
  }
}
