import type { Graph } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Plan } from '../plan/plan.ts'
import type { EarlierEnd, StepFinished } from './run-request.ts'
import type { Definitions } from './resume/step-definitions.ts'

/** A run that leaves steps out. */
export interface PartialRun {
  readonly graph: Graph
  readonly plan: Plan
  readonly workspace: string
  /** This run's own folder: the datasets are linked into it. */
  readonly folder: string
  readonly definitions: Definitions
}

/** What a run that begins asks of the folders of those before it, its own among them. */
export interface RunFolders {
  /**
   * The end of a step with its datasets as their files have them: what events tell of columns is masked. `undefined` if a
   * file is no longer there, or is not whole.
   */
  wholeEnd(folder: string, end: StepFinished): StepFinished | undefined
  /** Makes the folder of a run that stopped ready to be gone on with. */
  reopen(folder: string): void
  /**
   * Of the steps that a plan leaves out and that others take up something of: what the latest run that has it made, whose
   * folder is still in the workspace. A step of which there is none is absent.
   */
  earlierEnds(run: PartialRun): ReadonlyMap<StepId, EarlierEnd>
}
