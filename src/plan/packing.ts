import type { Graph } from '../graph/graph.ts'
import type { Step, StepId } from '../manifest/manifest.ts'

/** Steps that one runner carries, in the graph's order. */
export interface Pack {
  readonly steps: readonly StepId[]
  readonly runsOn: Step['runsOn']
}

/** What a packing is chosen by. */
export interface PackingFacts {
  /** How long a step is expected to take, in milliseconds. */
  readonly expectedMs: (step: StepId) => number
  /** What a minute costs on a runner, in US dollars. */
  readonly pricePerMinute: (runsOn: Step['runsOn']) => number
  /** How many waves the generated workflow has. */
  readonly maxWaves: number
  /** GitHub makes at most 256 jobs of one matrix (`docs/github.md`). */
  readonly maxJobsPerWave: number
}

/** Jobs in waves: every need of a step is in the same job or in an earlier wave. */
export type Packing = readonly (readonly Pack[])[]

/** Chooses the jobs and waves of a graph, or answers `undefined` when it cannot fit into so many waves. */
export type Packer = (graph: Graph, facts: PackingFacts) => Packing | undefined
