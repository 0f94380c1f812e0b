import type { StepId } from '../manifest/manifest.ts'
import { type Graph, type Node, nodeOf } from './graph.ts'
import { changedNode } from './changed-node.ts'

/**
 * The part of a graph that has only these steps. What stood between two of them through others still does: a step needs
 * the nearest of them on each way up.
 */
export function partOfGraph(graph: Graph, steps: ReadonlySet<StepId>): Graph {
  const order = graph.order.filter((id) => steps.has(id))
  const nearest = new Map<StepId, ReadonlySet<StepId>>()
  const dependents = new Map<StepId, StepId[]>(order.map((id) => [id, []]))
  const nodes = new Map<StepId, Node>()
  for (const id of graph.order) {
    const node = nodeOf(graph, id)
    const needs = above(node.needs, nearest)
    nearest.set(id, steps.has(id) ? new Set([id]) : needs)
    if (!steps.has(id)) continue
    for (const need of needs) dependents.get(need)?.push(id)
    nodes.set(id, changedNode(node, { needs: [...needs], dependents: dependents.get(id) ?? [] }))
  }
  return { ...graph, order, nodes }
}

function above(
  needs: readonly StepId[],
  nearest: ReadonlyMap<StepId, ReadonlySet<StepId>>,
): ReadonlySet<StepId> {
  const [first, ...others] = needs
  const only = first === undefined ? new Set<StepId>() : (nearest.get(first) ?? new Set<StepId>())
  return others.length === 0 ? only : new Set(needs.flatMap((need) => [...(nearest.get(need) ?? [])]))
}
