import type { Step, StepId } from '../manifest/manifest.ts'
import type { Jointed } from './without-ends.ts'

/** Steps that one runner carries, in an order in which they can start; or one mapped step that several runners share. */
export interface Pack {
  readonly steps: readonly StepId[]
  readonly runsOn: Step['runsOn']
  /** How many jobs it makes. More than one: its one step is mapped, and each has a part of the legs. */
  readonly parts: number
  /** Of a job that several share because they are short: the steps of each, which wait for no step of another. */
  readonly lines?: readonly (readonly StepId[])[]
}

/** Something of which only so much may be at work at once, over all jobs: a pool, or the legs of a mapped step. */
export interface Limit {
  readonly name: string
  readonly max: number
}

/** What a packing is chosen by. */
export interface PackingFacts {
  /** How long a step is expected to take, in milliseconds. */
  readonly expectedMs: (step: StepId) => number
  /** How many jobs share a step; those of one that has several carry nothing else. */
  readonly partsOf: (step: StepId) => number
  /** The pools in which a step takes a place. In a wave at most `max` jobs hold steps of one. */
  readonly poolsOf: (step: StepId) => readonly Limit[]
  /** What a minute costs on a runner, in US dollars. */
  readonly pricePerMinute: (runsOn: Step['runsOn']) => number
  /** How many waves the generated workflow has. */
  readonly maxWaves: number
  /** GitHub makes at most 256 jobs of one matrix (`docs/github.md`). */
  readonly maxJobsPerWave: number
}

/**
 * Jobs in waves: every need of a step is in the same job or in an earlier wave. Of a step that only ends a used pipeline
 * this holds for the steps inside (`plan/place-ends.ts`).
 */
export type Packing = readonly (readonly Pack[])[]

/** Chooses the jobs and waves of a graph, or answers `undefined` when it cannot fit into so many waves. */
export type Packer = (graph: Jointed, facts: PackingFacts) => Packing | undefined

/** How many jobs these are. */
export function jobCount(packs: readonly Pack[]): number {
  return packs.reduce((sum, { parts }) => sum + parts, 0)
}
