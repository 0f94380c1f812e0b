import type { DrawnStep } from './drawn-step.ts'

/** A step where it stands among all others, those of the pipelines that are used among them. */
export interface Place {
  readonly id: string
  readonly step: DrawnStep
  /** The places of the `uses` steps around it, the innermost first. */
  readonly around: readonly Place[]
  readonly sees: ReadonlyMap<string, string>
  readonly waits: Set<string>
  readonly inside: readonly string[]
}

/** All places, each after what it waits for. Throws when they wait for each other. */
export function placesOf(steps: readonly DrawnStep[]): readonly Place[] {
  const places: Place[] = []
  place({ steps, prefix: '', around: [], outer: [] }, places)
  return inOrder(places)
}

interface Around {
  readonly steps: readonly DrawnStep[]
  readonly prefix: string
  readonly around: readonly Place[]
  readonly outer: readonly string[]
}

/** A pipeline's first steps wait for what the step that uses it waits for, and that step for all inside. */
function place({ steps, prefix, around, outer }: Around, places: Place[]): void {
  for (const step of steps) {
    const id = prefix + step.id
    const named = new Set([...step.needs, ...(step.teardown === undefined ? [] : [step.teardown])])
    const sees = new Map([...named].map((need) => [need, prefix + need] as const))
    const between = step.teardown === undefined ? [] : betweenOf(steps, step.teardown)
    const waits = new Set([...sees.values(), ...between.map((each) => prefix + each)])
    if (waits.size === 0) for (const need of outer) waits.add(need)
    const inlined = step.legs === undefined ? (step.uses ?? []) : []
    const inside = inlined.map((child) => `${id}/${child.id}`)
    const one: Place = { id, step, around, sees, waits, inside }
    place({ steps: inlined, prefix: `${id}/`, around: [one, ...around], outer: [...waits] }, places)
    for (const child of inside) waits.add(child)
    places.push(one)
  }
}

/** A pipeline that a step uses as a part of this one; a mapped one is run whole by each leg. */
export function isUse({ step }: Place): boolean {
  return step.uses !== undefined && step.legs === undefined
}

/** All that needs a set-up, however far down, but its tear-downs and what comes after one of these. */
function betweenOf(steps: readonly DrawnStep[], setup: string): string[] {
  const below = (from: readonly string[]): Set<string> => {
    const found = new Set(from)
    for (const id of found)
      for (const step of steps) if (step.needs.includes(id) || step.teardown === id) found.add(step.id)
    return found
  }
  const after = below(steps.filter(({ teardown }) => teardown === setup).map(({ id }) => id))
  return [...below([setup])].filter((id) => id !== setup && !after.has(id))
}

/** Each time the first that is written of those whose needs are all placed. */
function inOrder(places: readonly Place[]): Place[] {
  const order: Place[] = []
  const placed = new Set<string>()
  while (order.length < places.length) {
    const next = places.find(
      ({ id, waits }) => !placed.has(id) && [...waits].every((need) => placed.has(need)),
    )
    if (next === undefined) throw new Error('the drawn steps wait for each other')
    order.push(next)
    placed.add(next.id)
  }
  return order
}
