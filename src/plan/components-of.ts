import { nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Jointed } from './without-ends.ts'

/**
 * Answers the step that stands for all those that a step hangs together with: by edges, and by joints, between two steps
 * of one band. Union-find.
 */
export function componentsOf(graph: Jointed, band: ReadonlyMap<StepId, number>): (id: StepId) => StepId {
  const parent = new Map<StepId, StepId>()
  const root = (id: StepId): StepId => {
    let top = id
    for (let up = parent.get(top); up !== undefined; up = parent.get(top)) top = up
    for (let at = id; at !== top;) {
      const up = parent.get(at) ?? top
      parent.set(at, top)
      at = up
    }
    return top
  }
  const unite = (id: StepId, need: StepId) => {
    if (root(need) !== root(id)) parent.set(root(id), root(need))
  }
  const gathered = new Map<StepId, Gathered>()
  for (const id of graph.order) {
    const { needs } = nodeOf(graph, id)
    if (graph.joints.has(id)) gathered.set(id, gather(needs, band, gathered))
    else for (const need of needs) uniteBelow(need, id, { band, gathered, unite })
  }
  return root
}

/** What stands above a joint, by band. Those of a band that something below hangs on are one by then. */
type Gathered = Map<number, readonly StepId[]>

function gather(
  needs: readonly StepId[],
  band: ReadonlyMap<StepId, number>,
  gathered: ReadonlyMap<StepId, Gathered>,
): Gathered {
  const above = needs.flatMap((need) => [...(gathered.get(need)?.values() ?? [[need]])].flat())
  return Map.groupBy(above, (step) => band.get(step) ?? 0)
}

interface Uniting {
  readonly band: ReadonlyMap<StepId, number>
  readonly gathered: ReadonlyMap<StepId, Gathered>
  readonly unite: (id: StepId, need: StepId) => void
}

function uniteBelow(need: StepId, id: StepId, { band, gathered, unite }: Uniting): void {
  const own = band.get(id) ?? 0
  const joint = gathered.get(need)
  if (joint === undefined) {
    if (band.get(need) === own) unite(id, need)
    return
  }
  const above = joint.get(own)
  if (above === undefined) return
  for (const step of above) unite(id, step)
  joint.set(own, [id])
}
