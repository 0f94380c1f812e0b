import { type Graph, type Node, nodeOf } from '../../graph/graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import { factsOf } from '../../steps/kinds.ts'
import type { LoadOptions } from '../../steps/load/options.ts'

/** A load to which the rows of an extract come. */
export type Keeper = Node & { readonly step: { readonly kind: 'load'; readonly options: LoadOptions } }

/** The loads that the rows of a step reach, straight or through steps in between, in the graph's order. */
export function keepersOf(graph: Graph, id: StepId): Keeper[] {
  const reached = new Set<StepId>([id])
  const keepers: Keeper[] = []
  for (const at of graph.order.slice(graph.order.indexOf(id) + 1)) {
    const node = nodeOf(graph, at)
    if (!rowsOf(node).some((maker) => reached.has(maker))) continue
    reached.add(at)
    if (isLoad(node)) keepers.push(node)
  }
  return keepers
}

/** The steps whose rows a step reads. */
export function rowsOf(node: Node): StepId[] {
  const { step, datasets } = node
  const { from, readsFromOnly } = factsOf(step)
  if (readsFromOnly !== true || from === undefined) return [...new Set(datasets.values())]
  const maker = datasets.get(from)
  return maker === undefined ? [] : [maker]
}

function isLoad(node: Node): node is Keeper {
  return node.step.kind === 'load'
}
