import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import type { Graph } from '../graph/graph.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import { resolveInputs } from '../plan/inputs.ts'
import { makePlan, type PlanFacts } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { selectSteps } from '../plan/select.ts'
import { unselectedSteps } from '../run/unselected-step.ts'
import { checkManifests } from './check.ts'
import { failedSteps } from './failed-steps.ts'
import { logicalTime } from './logical-time.ts'
import { outdatedBy, pastFacts } from './past-runs.ts'

export interface PlanRequest {
  /** The manifest, relative to the workspace. */
  readonly file: string
  /** The repository's root (absolute). */
  readonly workspace: string
  /** Inputs as they were given: text from a command line, typed values from GitHub. */
  readonly inputs: Readonly<Record<string, unknown>>
  /** What made it run: `cli`, or GitHub's event name. */
  readonly trigger: string
  /** The cron line of the schedule that fired, when one did. */
  readonly cron?: string
  readonly runId: string
  readonly now: Date
  /** The date the run is for (`2026-03-29`), when one was asked for. */
  readonly date?: string
  /** The moment of planning, where that is not `now`, which is when the run was made. */
  readonly plannedAt?: Date
  /** The branch the run is on, where there is one. */
  readonly branch?: string
  /** Looks up the past runs of a pipeline, newest first. Absent: nothing is known of them. */
  readonly pastRuns?: (pipeline: string) => Promise<readonly LedgerEntry[]>
  readonly maxWaves?: number
  /** Which steps are to run (`plan/select.ts`). Absent: all of them. */
  readonly select?: string
  /** Says what would become of steps with `cache` (`app/forecast-cache.ts`). Absent: nothing is said of them. */
  readonly forecast?: (graph: Graph, plan: Plan) => Promise<Plan>
  /** The plan of the run that is resumed: it stays the same run, for the same time, inputs and steps. */
  readonly resumed?: Plan
}

export type Planned =
  | {
      readonly ok: true
      readonly plan: Plan
      readonly graph: Graph
      readonly diagnostics: readonly LocatedDiagnostic[]
    }
  | { readonly ok: false; readonly diagnostics: readonly LocatedDiagnostic[] }

/** Checks a manifest and plans one run of it. Throws `Usage` when an input does not fit, or nothing what is selected. */
export async function planPipeline(request: PlanRequest): Promise<Planned> {
  const { pipelines, diagnostics } = await checkManifests([request.file], request.workspace)
  const [pipeline] = pipelines
  if (pipeline === undefined || diagnostics.some(({ severity }) => severity === 'error'))
    return { ok: false, diagnostics }
  const { graph, authored, used } = pipeline
  const { manifest } = graph
  const schedule = manifest.schedules.find(({ cron }) => cron === request.cron)
  const timetable = schedule ?? manifest.schedules[0]
  const time = logicalTime(timetable, schedule !== undefined, request.now, request.date)
  const runs = (await request.pastRuns?.(manifest.id)) ?? []
  const { past, previous } = pastFacts(graph, runs, { run: request.runId, branch: request.branch, time })
  const select = selected(graph, request, runs)
  const plan = makePlan(graph, {
    run: request.resumed?.run ?? {
      id: request.runId,
      trigger: request.trigger,
      ...time,
      ...outdatedBy(timetable, time, request.plannedAt ?? request.now),
      ...(previous === undefined ? {} : { previous }),
    },
    inputs: resolveInputs(manifest, request.inputs, schedule?.with),
    authored,
    used,
    past,
    ...(request.maxWaves === undefined ? {} : { maxWaves: request.maxWaves }),
    ...(select === undefined ? {} : { select }),
  })
  return { ok: true, plan: (await request.forecast?.(graph, plan)) ?? plan, graph, diagnostics }
}

/** A run that is resumed keeps to what it once named: `failed` would be something else by now. */
function selected(
  graph: Graph,
  { select, resumed, runId }: PlanRequest,
  runs: readonly LedgerEntry[],
): PlanFacts['select'] {
  if (resumed?.select !== undefined) {
    const left = unselectedSteps(resumed)
    return { text: resumed.select, steps: new Set(graph.order.filter((id) => !left.has(id))) }
  }
  if (select === undefined || resumed !== undefined) return undefined
  return { text: select, steps: selectSteps(graph, select, failedSteps(graph, runs, runId)) }
}
