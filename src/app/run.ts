import type { Graph } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Plan } from '../plan/plan.ts'
import type { CacheStore } from '../ports/cache.ts'
import type { Lookup } from '../ports/lookup.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunStore } from '../ports/run-store.ts'
import { StepCache } from '../run/cached/step-cache.ts'
import type { RunEvent, RunResult } from '../run/event.ts'
import type { LegsDone } from '../run/mapped/legs-done.ts'
import type { EarlierEnd, RunEnvironment, RunRequest, StepFinished } from '../run/run-request.ts'
import { runSteps } from '../run/run-steps.ts'
import { type Definitions, definitionsFile, encodeDefinitions } from '../run/resume/step-definitions.ts'
import { loadExecutor } from '../steps/registry.ts'
import { plannedEnvironment } from './planned-environment.ts'
import { requireConnections } from './require-connections.ts'

export interface RunPipelineRequest {
  readonly graph: Graph
  readonly plan: Plan
  /** Only this job's steps; absent: all of them. */
  readonly job?: string
  /** How steps of earlier jobs ended. */
  readonly prior?: ReadonlyMap<StepId, StepFinished>
  /** The legs that are done of the mapped steps that are not. */
  readonly priorLegs?: ReadonlyMap<StepId, LegsDone>
  /** As in `RunRequest`. */
  readonly leftOnCancel?: ReadonlySet<StepId>
  /** What earlier runs made of the steps that the plan leaves out. */
  readonly earlier?: ReadonlyMap<StepId, EarlierEnd>
  /** What the steps are, kept with the run so that it can be resumed. */
  readonly definitions?: Definitions
  readonly ports: Ports
  /** Where the values of secrets and variables come from. */
  readonly lookup: Lookup
  readonly env: RunEnvironment['env']
  readonly github: RunEnvironment['github']
  readonly workspace: string
  readonly store: RunStore
  /** Where what steps with `cache` made is kept. Absent: they are run, and nothing is kept. */
  readonly cache?: CacheStore
  readonly concurrency: number
  readonly signal: AbortSignal
  /** What does the work of a kind of step. Default: what the registry has. */
  readonly execute?: RunRequest['execute']
  /** As in `RunRequest`. */
  readonly graceMs?: number
  /** As in `RunRequest`. */
  readonly onSecret?: NonNullable<RunRequest['onSecret']>
}

/**
 * Carries out a plan, or one job of it, and keeps what happened in the run's folder. Throws a `Failure` before anything
 * starts when a secret or variable that the manifest names is not set, or a connection is none that any driver takes;
 * after that, what fails is told by events.
 */
export async function runPipeline(
  request: RunPipelineRequest,
  emit: (event: RunEvent) => void,
): Promise<RunResult> {
  const {
    graph,
    plan,
    job,
    prior,
    priorLegs,
    earlier,
    leftOnCancel,
    definitions,
    ports,
    lookup,
    env,
    github,
    workspace,
    store,
    cache,
    concurrency,
    signal,
    graceMs,
    onSecret,
  } = request
  const { secrets, vars } = plannedEnvironment(graph, plan, lookup)
  const jobs = plan.jobs.filter(({ id }) => job === undefined || id === job)
  const steps = new Set(jobs.flatMap((one) => one.steps))
  requireConnections(graph, plan, { steps, environment: { secrets, vars }, databases: ports.databases })
  await store.write('plan.json', `${JSON.stringify(plan)}\n`)
  if (definitions !== undefined) await store.write(definitionsFile, encodeDefinitions(definitions))
  return runSteps(
    {
      graph,
      plan,
      ...(job === undefined ? {} : { job }),
      prior: prior ?? new Map(),
      ...(priorLegs === undefined ? {} : { priorLegs }),
      ...(definitions === undefined ? {} : { definitions }),
      ...(earlier === undefined ? {} : { earlier }),
      ...(leftOnCancel === undefined ? {} : { leftOnCancel }),
      ...(cache === undefined ? {} : { cache: new StepCache(cache) }),
      execute: request.execute ?? loadExecutor,
      ports,
      environment: { secrets, vars, env, github },
      workspace,
      folder: store.folder,
      concurrency,
      signal,
      ...(graceMs === undefined ? {} : { graceMs }),
      ...(onSecret === undefined ? {} : { onSecret }),
    },
    emit,
  )
}
