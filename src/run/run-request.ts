import type { Graph } from '../graph/graph.ts'
import type { StepCache } from './cached/step-cache.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Plan } from '../plan/plan.ts'
import type { Ports } from '../ports/ports.ts'
import type { StepExecutor } from '../steps/step.ts'
import type { RunEvent } from './event.ts'
import type { Places } from './places.ts'
import type { LegsDone } from './mapped/legs-done.ts'
import type { Definitions } from './resume/step-definitions.ts'

/** How a step ended, as it is told. */
export type StepFinished = Extract<RunEvent, { type: 'step-finished' }>

/** What one job says at the end of its part of a mapped step. */
export type PartFinished = Extract<RunEvent, { type: 'part-finished' }>

/** What an earlier run made of a step that this one leaves out; the dataset lies in this run's folder already. */
export type EarlierEnd = Pick<
  StepFinished,
  'rows' | 'outputs' | 'dataset' | 'datasets' | 'windows' | 'lacking' | 'note'
>

/** What a run sees of the machine and the repository it runs in. */
export interface RunEnvironment {
  /** The secrets that the manifest names, by name; each is masked in whatever the run tells. */
  readonly secrets: Readonly<Record<string, string>>
  readonly vars: Readonly<Record<string, string>>
  /** The environment of this process; a step is given only what `run/step-environment.ts` lets through. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** GitHub's `github` context; empty on a laptop. */
  readonly github: Readonly<Record<string, unknown>>
}

export interface RunRequest {
  readonly graph: Graph
  readonly plan: Plan
  /** Only the steps of this job of the plan. Absent: all of them, in this process. */
  readonly job?: string
  /** Steps that ended already (in other jobs, in the run being resumed): they are not run again. */
  readonly prior: ReadonlyMap<StepId, StepFinished>
  /** Of the mapped steps that did not succeed, the legs that did (`run/mapped/legs-done.ts`): they are not run again. */
  readonly priorLegs?: ReadonlyMap<StepId, LegsDone>
  /** What the steps are (`run/step-definitions.ts`). Absent: legs that are told cannot be gone on with. */
  readonly definitions?: Definitions
  /** What earlier runs made of the steps that the plan leaves out (`run/unselected-step.ts`). */
  readonly earlier?: ReadonlyMap<StepId, EarlierEnd>
  /** What steps with `cache` made before. Absent: such a step is run, and nothing is kept of it. */
  readonly cache?: StepCache
  /** The code that does a kind of work; loaded when the first step of the kind starts. */
  readonly execute: (kind: string) => Promise<StepExecutor<unknown>>
  readonly ports: Ports
  readonly environment: RunEnvironment
  /** Hears of each secret that a step is given while it works: it is masked from then on. */
  readonly onSecret?: (secret: string) => void
  /** The repository's root, absolute. */
  readonly workspace: string
  /** The run's own folder, absolute; made if it is not there. */
  readonly folder: string
  /** How many steps may be at work at once; at least 1. */
  readonly concurrency: number
  /** The pools of a run that this one is a part of. Absent: its own. */
  readonly places?: Places
  /** Steps that are not run here any more once the run is cancelled, whatever they ask: another job does. */
  readonly leftOnCancel?: ReadonlySet<StepId>
  /** Aborted: the run is cancelled. */
  readonly signal: AbortSignal
  /** How long a step that was told to stop may take before the run goes on without it. Default: 10,000. */
  readonly graceMs?: number
}
