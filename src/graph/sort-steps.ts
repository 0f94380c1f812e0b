import type { StepId } from '../manifest/manifest.ts'

/** Of each step, in the order they are written, its needs. */
export type NeedsOfSteps = ReadonlyMap<StepId, ReadonlySet<StepId> | ReadonlyMap<StepId, unknown>>

/**
 * Kahn's order; among steps that are ready together, the one written first. Steps of a cycle, and those after
 * them, are left out. The ready steps stand in a heap of their written places, so the order is one and the same
 * whatever way they became ready.
 */
export function sortSteps(edges: NeedsOfSteps): StepId[] {
  const ids = [...edges.keys()]
  const place = new Map(ids.map((id, index) => [id, index]))
  const waiting = new Int32Array(ids.length)
  const dependents: number[][] = ids.map(() => [])
  for (const [index, id] of ids.entries())
    for (const need of edges.get(id)?.keys() ?? []) {
      const at = place.get(need)
      if (at === undefined) continue
      dependents[at]?.push(index)
      waiting[index] = (waiting[index] ?? 0) + 1
    }
  const ready = new PlaceHeap()
  for (const index of ids.keys()) if (waiting[index] === 0) ready.push(index)
  const order: StepId[] = []
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    order.push(ids[next] ?? '')
    for (const dependent of dependents[next] ?? []) {
      const left = (waiting[dependent] ?? 0) - 1
      waiting[dependent] = left
      if (left === 0) ready.push(dependent)
    }
  }
  return order
}

/** A binary heap of numbers, the least first. */
class PlaceHeap {
  readonly #places: number[] = []

  push(place: number): void {
    const places = this.#places
    let at = places.push(place) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((places[parent] ?? 0) <= place) break
      places[at] = places[parent] ?? 0
      at = parent
    }
    places[at] = place
  }

  pop(): number | undefined {
    const places = this.#places
    const least = places[0]
    const last = places.pop()
    if (last === undefined || places.length === 0) return least
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= places.length) break
      if (child + 1 < places.length && (places[child + 1] ?? 0) < (places[child] ?? 0)) child++
      if ((places[child] ?? 0) >= last) break
      places[at] = places[child] ?? 0
      at = child
    }
    places[at] = last
    return least
  }
}
