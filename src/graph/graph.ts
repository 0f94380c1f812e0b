import { Bug } from '../diagnostic/failure.ts'
import type { Manifest, Step, StepId } from '../manifest/manifest.ts'

/**
 * One manifest's place in a graph: the pipeline itself, or one that a step `uses`. Its steps see its own inputs, `env`
 * and connections, and each other by the ids that are written there.
 */
export interface Scope {
  /** `''` for the pipeline itself; else the id of the `uses` step, e.g. `clean` or `clean/geo`. */
  readonly id: StepId
  readonly manifest: Manifest
  /** The scope that the `uses` step stands in. Absent for the pipeline itself. */
  readonly within?: Scope
}

/**
 * A step with its edges resolved. `step.id` is its id in the whole graph: a step `orders` of a pipeline that the step
 * `clean` uses is `clean/orders`. The `uses` step itself comes after all of these, and ends as they did.
 */
export interface Node {
  readonly step: Step
  readonly scope: Scope
  /** Every need, written or implied, in the graph's order, each once: what must have ended before it. */
  readonly needs: readonly StepId[]
  /**
   * The steps that its expressions and status functions see, by the id that stands in its own manifest. For most steps
   * these are its needs; not seen are a step outside its scope and what a `uses` step or a tear-down waits for.
   */
  readonly seen: ReadonlyMap<string, StepId>
  /** The datasets that it can read, by the name it knows each by: the step that makes it. */
  readonly datasets: ReadonlyMap<string, StepId>
  /** Of a `uses` step that is not mapped: the scope whose steps stand before it in this graph, and which ends here. */
  readonly ends?: Scope
  /** Of a mapped `uses` step: the graph that each leg runs; its ids begin with the step's own. */
  readonly inner?: Graph
  /** The steps that need this one, in the graph's order. */
  readonly dependents: readonly StepId[]
}

/** A graph you hold is valid: every need exists, nothing is cyclic, the order is fixed. */
export interface Graph {
  readonly manifest: Manifest
  /** The manifests that it uses, each once, by file; without its own. */
  readonly used: ReadonlyMap<string, Manifest>
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

/** Every step, also of the pipelines that are used, in the graph's order; those inside a mapped `uses` after it. */
export function* stepsOf(graph: Graph): Generator<Node> {
  for (const id of graph.order) {
    const node = nodeOf(graph, id)
    yield node
    if (node.inner !== undefined) yield* stepsOf(node.inner)
  }
}

/** Every manifest of the graph, its own first. */
export function manifestsOf(graph: Graph): readonly Manifest[] {
  return [graph.manifest, ...graph.used.values()]
}
