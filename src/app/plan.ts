import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import type { Graph } from '../graph/graph.ts'
import { cursorsOf } from '../ledger/fold-cursors.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import type { Manifest, Schedule } from '../manifest/manifest.ts'
import { resolveInputs } from '../plan/inputs.ts'
import { makePlan, type PlanFacts } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { selectSteps } from '../plan/select.ts'
import { unselectedSteps } from '../run/verdict/unselected-step.ts'
import { dateIn } from '../schedule/day-start.ts'
import { checkManifests } from './check.ts'
import { failedSteps } from './failed-steps.ts'
import { logicalTime, type LogicalTime } from './logical-time.ts'
import { withPast } from './with-past.ts'
import { askedWindow } from './asked-window.ts'
import { outdatedBy, pastFacts } from './past-runs.ts'
import { takeTick, type TickFacts } from './take-tick.ts'

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
  /** Of a run on GitHub: what tells which tick it is for. Absent: it is for the latest of the schedule that fired, or now. */
  readonly ticks?: (pastRuns: readonly LedgerEntry[]) => Promise<TickFacts>
  /** The date the run is for (`2026-03-29`), when one was asked for. */
  readonly date?: string
  /** The window of time the run is for (`FROM..TO`), when one was asked for. */
  readonly window?: string
  /** Its loads put the rows of the window into their tables again, though they have done so. */
  readonly again?: boolean
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
  const runs = (await request.pastRuns?.(manifest.id)) ?? []
  const ticks = await ticksOf(manifest, runs, request)
  const window = await askedWindow(graph, timetable?.timezone ?? 'UTC', request)
  const time = window?.time ?? timeOf(timetable, schedule !== undefined, ticks, request)
  const cursors = cursorsOf(onBranch(runs, request))
  const { past, previous } = pastFacts(graph, runs, { run: request.runId, branch: request.branch, time })
  const select = ticks?.idle === undefined ? selected(graph, request, runs) : nothing
  const plan = makePlan(graph, {
    run: request.resumed?.run ?? {
      id: request.runId,
      trigger: request.trigger,
      ...time,
      ...(window === undefined ? {} : { window: window.window }),
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
  if (ticks?.idle !== undefined) return { ok: true, plan: { ...plan, ticks }, graph, diagnostics }
  const known = withPast(graph, withCursors(plan, cursors), {
    runs,
    branch: request.branch,
    resumed: request.resumed,
  })
  const told = (await request.forecast?.(graph, known)) ?? known
  return { ok: true, plan: ticks === undefined ? told : { ...told, ticks }, graph, diagnostics }
}

/** What is selected in a run that no tick is due for. */
const nothing = { text: '', steps: new Set<string>() } as const

/** The ticks of another branch's schedules are none of this one's. */
function onBranch(runs: readonly LedgerEntry[], { branch }: PlanRequest): readonly LedgerEntry[] {
  return runs.filter(({ run }) => run.branch === undefined || run.branch === branch)
}

async function ticksOf(
  manifest: Manifest,
  runs: readonly LedgerEntry[],
  request: PlanRequest,
): Promise<Plan['ticks']> {
  if (request.ticks === undefined || request.date !== undefined || request.window !== undefined)
    return undefined
  return takeTick(manifest, request.cron, onBranch(runs, request), await request.ticks(runs))
}

function withCursors(plan: Plan, cursors: NonNullable<Plan['cursors']>): Plan {
  return Object.keys(cursors).length === 0 ? plan : { ...plan, cursors }
}

function timeOf(
  timetable: Schedule | undefined,
  fired: boolean,
  ticks: Plan['ticks'],
  { now, date }: PlanRequest,
): LogicalTime {
  if (ticks?.tick === undefined || timetable === undefined) return logicalTime(timetable, fired, now, date)
  const { at } = ticks.tick
  return { at, date: dateIn(timetable.timezone, new Date(at)) }
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
