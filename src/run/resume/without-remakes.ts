import { type Graph, nodeOf } from '../../graph/graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import type { RunEvent } from '../event.ts'

/**
 * The events of a run that was gone on with, without those of loads that were made again for nothing but their lost table:
 * such a load stays done, and whether its table is there now is asked of the database. What was skipped because that
 * failed has not ended.
 */
export function withoutRemakes(graph: Graph, events: readonly RunEvent[]): readonly RunEvent[] {
  const remakes = new Remakes(graph)
  const kept = events.filter((event) => remakes.keeps(event))
  return kept.filter((event) => event.type !== 'step-finished' || !remakes.unended.has(event.step))
}

class Remakes {
  readonly unended = new Set<StepId>()
  readonly #graph: Graph
  /** The loads into tables that have succeeded, and those of them that something they need has begun or ended since. */
  readonly #done = new Set<StepId>()
  readonly #stale = new Set<StepId>()
  /** The loads that were made again, and those of them that are not there yet. */
  readonly #remade = new Set<StepId>()
  readonly #broken = new Set<StepId>()

  constructor(graph: Graph) {
    this.#graph = graph
  }

  keeps(event: RunEvent): boolean {
    if (!('step' in event) || event.step === undefined || !this.#graph.nodes.has(event.step)) return true
    const { step: id } = event
    if (event.type === 'step-started' && event.leg === undefined) this.#start(id)
    if (this.#remade.has(id)) {
      if (event.type === 'step-finished' && event.result === 'success') this.#broken.delete(id)
      return false
    }
    if (event.type === 'step-started' && event.leg === undefined) this.#spread(id)
    if (event.type === 'step-finished') this.#finish(id, event.result)
    return true
  }

  #start(id: StepId): void {
    if (this.#done.has(id) && !this.#stale.has(id)) {
      this.#remade.add(id)
      this.#broken.add(id)
    } else for (const known of [this.#done, this.#remade, this.#broken]) known.delete(id)
  }

  #finish(id: StepId, result: string): void {
    const { step } = nodeOf(this.#graph, id)
    this.#spread(id)
    if (result === 'skipped' && this.#broken.size > 0 && this.#isBelowBroken(id)) this.unended.add(id)
    else this.unended.delete(id)
    if (result !== 'success' || step.kind !== 'load' || step.options.target !== 'table') return
    this.#done.add(id)
    this.#stale.delete(id)
  }

  #spread(id: StepId): void {
    for (const dependent of nodeOf(this.#graph, id).dependents) this.#stale.add(dependent)
  }

  #isBelowBroken(id: StepId): boolean {
    const above = new Set([id])
    for (const each of above) {
      if (this.#broken.has(each)) return true
      for (const need of nodeOf(this.#graph, each).needs) above.add(need)
    }
    return false
  }
}
