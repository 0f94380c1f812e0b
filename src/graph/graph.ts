import { Bug } from '../diagnostic/failure.ts'
import type { Manifest, Step, StepId } from '../manifest/manifest.ts'

/** A step with its edges resolved. */
export interface Node {
  readonly step: Step
  /** Every need, written or implied, in the graph's order, each once. */
  readonly needs: readonly StepId[]
  /** The steps that need this one, in the graph's order. */
  readonly dependents: readonly StepId[]
}

/** A graph you hold is valid: every need exists, nothing is cyclic, the order is fixed. */
export interface Graph {
  readonly manifest: Manifest
  /** Topological; among steps that are ready together, the one written first. */
  readonly order: readonly StepId[]
  readonly nodes: ReadonlyMap<StepId, Node>
}

/** The node of a step that is known to be in the graph. */
export function nodeOf(graph: Graph, id: StepId): Node {
  const node = graph.nodes.get(id)
  if (node === undefined) throw new Bug(`step "${id}" is not in the graph of ${graph.manifest.file}`)
  return node
}
