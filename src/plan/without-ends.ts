import { type Graph, type Node, nodeOf } from '../graph/graph.ts'
import { changedNode } from '../graph/changed-node.ts'
import type { StepId } from '../manifest/manifest.ts'

export function isEnd(graph: Graph, id: StepId): boolean {
  return nodeOf(graph, id).ends !== undefined
}

/** A graph to be packed. Its joints are no steps: what needs one needs all that the joint needs. */
export interface Jointed extends Graph {
  readonly joints: ReadonlySet<StepId>
}

/**
 * The same graph without the ends of used pipelines: a step needs the last steps inside instead. Where many last steps lead
 * to many first ones, the end stays as a joint: as many edges as both have steps, and not one for each pair.
 */
export function withoutEnds(graph: Graph): Jointed {
  const awaited = awaitedEnds(graph)
  const steadies = new Map<StepId, ReadonlySet<StepId>>()
  const joints = new Set<StepId>()
  const needsOf = new Map<StepId, readonly StepId[]>()
  for (const id of graph.order) {
    const { needs, dependents, ends } = nodeOf(graph, id)
    if (ends !== undefined && !awaited.has(id)) continue
    const steady = steadied(needs, steadies)
    const counted = dependents.filter((below) => !isEnd(graph, below) || awaited.has(below))
    if (ends !== undefined && (steady.size < 2 || counted.length < 2)) {
      steadies.set(id, steady)
      continue
    }
    if (ends !== undefined) joints.add(id)
    needsOf.set(id, [...steady])
  }
  return { ...rebuilt(graph, needsOf), joints }
}

/** The ends that a step waits for, be it through other ends. */
function awaitedEnds(graph: Graph): ReadonlySet<StepId> {
  const awaited = new Set<StepId>()
  for (const id of graph.order.toReversed()) {
    const { ends, dependents } = nodeOf(graph, id)
    if (ends !== undefined && dependents.some((below) => !isEnd(graph, below) || awaited.has(below)))
      awaited.add(id)
  }
  return awaited
}

function steadied(
  needs: readonly StepId[],
  steadies: ReadonlyMap<StepId, ReadonlySet<StepId>>,
): ReadonlySet<StepId> {
  const [first = '', ...others] = needs
  const only = others.length === 0 ? steadies.get(first) : undefined
  if (only !== undefined) return only
  return new Set(needs.flatMap((need) => [...(steadies.get(need) ?? [need])]))
}

function rebuilt(graph: Graph, needsOf: ReadonlyMap<StepId, readonly StepId[]>): Graph {
  const dependents = new Map<StepId, StepId[]>(needsOf.keys().map((id) => [id, []]))
  const nodes = new Map<StepId, Node>()
  for (const [id, needs] of needsOf) {
    for (const need of needs) dependents.get(need)?.push(id)
    nodes.set(id, changedNode(nodeOf(graph, id), { needs, dependents: dependents.get(id) ?? [] }))
  }
  return { ...graph, order: [...needsOf.keys()], nodes }
}
