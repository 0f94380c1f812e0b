import type { Graph } from '../graph/graph.ts'

/** What a workflow is written from. */
export interface Pipeline {
  readonly graph: Graph
  /** The secrets and variables that the manifest names; the jobs that run steps get these and no others. */
  readonly names: { readonly secrets: readonly string[]; readonly vars: readonly string[] }
}
