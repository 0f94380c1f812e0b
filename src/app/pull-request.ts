import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import { compareGraphs } from '../graph/compare-graphs.ts'
import { type Graph, stepsOf } from '../graph/graph.ts'
import { referencedFile } from '../graph/referenced-file.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { clip } from '../report/failure-section.ts'
import { limits, listOf, type PipelineNews, type PullRequestPlan } from '../report/pull-request-plan.ts'
import type { BaseBranch } from './base-branch.ts'
import type { Checked } from './check.ts'

export interface PullRequestFacts {
  readonly sha: string
  readonly now: Date
  /** Absent: it cannot be read, or there is none; then nothing is said of changes. */
  readonly base?: BaseBranch
  /** The manifests of the repository; absent when only some were asked for: then none counts as removed. */
  readonly manifests?: readonly string[]
  /** Says what would become of steps with `cache`. */
  readonly forecast?: ((graph: Graph, plan: Plan) => Promise<Plan>) | undefined
}

/** All there is to say of the manifests of a pull request, what differs from its base branch first. */
export async function describePullRequest(
  { graphs, diagnostics }: Pick<Checked, 'graphs' | 'diagnostics'>,
  { sha, now, base, manifests, forecast }: PullRequestFacts,
): Promise<PullRequestPlan> {
  const planned = await Promise.all(graphs.map((graph) => newsOf(graph, base, { now, forecast })))
  const gone =
    manifests === undefined ? [] : (base?.manifests ?? []).filter((file) => !manifests.includes(file))
  const pipelines = [...planned, ...gone.map(removed)]
  const having = (change: PipelineNews['change']) => pipelines.filter((one) => one.change === change)
  return {
    schema: 1,
    sha,
    counts: {
      planned: planned.length,
      added: having('added').length,
      changed: having('changed').length + having('mended').length,
      removed: gone.length,
      unknown: having('unknown').length + having('none').length,
    },
    pipelines: (['added', 'changed', 'mended', 'unknown', 'none', 'removed', 'same'] as const).flatMap(
      having,
    ),
    ...problemsOf(diagnostics),
  }
}

function problemsOf(
  diagnostics: readonly LocatedDiagnostic[],
): Pick<PullRequestPlan, 'errors' | 'warnings' | 'diagnostics'> {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning')
  const told = [...errors, ...warnings].map(({ severity, code, message, help, file, line, column }) => ({
    severity,
    code,
    message,
    file,
    line,
    column,
    ...(help === undefined ? {} : { help }),
  }))
  return { errors: errors.length, warnings: warnings.length, diagnostics: told }
}

async function newsOf(
  graph: Graph,
  base: BaseBranch | undefined,
  { now, forecast }: Pick<PullRequestFacts, 'now' | 'forecast'>,
): Promise<PipelineNews> {
  const { manifest } = graph
  const plan = planOf(graph, now)
  const { steps, jobs, waves, cost } = (await forecast?.(graph, plan)) ?? plan
  const { marks, ...change } = changeOf(graph, base)
  return {
    file: manifest.file,
    name: clip(manifest.name, limits.text - 1),
    size: { steps: steps.length, jobs: jobs.length, waves: waves.length, ...cost },
    outline: {
      steps: steps.map((step) => ({ ...outlined(step), ...marks.get(step.id) })),
      jobs: jobs.map(({ id, steps: inside, needs }) => ({ id, steps: inside, needs })),
      waves,
    },
    ...change,
    next: await ticksOf(graph, now),
  }
}

type Change = Pick<PipelineNews, 'change' | 'added' | 'changed' | 'removed' | 'settings' | 'downstream'> & {
  readonly marks: ReadonlyMap<string, Mark>
}

interface Mark {
  readonly change: 'added' | 'changed'
}

function changeOf(graph: Graph, base: BaseBranch | undefined): Change {
  const { file } = graph.manifest
  if (base === undefined) return { change: 'none', ...nothing }
  const before = base.pipeline(file)
  if (before === undefined) return { change: 'added', ...nothing }
  if (before === 'unsound') return { change: 'mended', ...nothing }
  const referred = [...stepsOf(graph)].flatMap(({ step }) => referencedFile(step) ?? [])
  if (before === 'unread' || referred.some((path) => base.sameFile(path) === undefined))
    return { change: 'unknown', ...nothing }
  const {
    added,
    changed,
    removed: gone,
    settings,
    downstream,
  } = compareGraphs(graph, before, (path) => base.sameFile(path) === true)
  const differs = added.length + changed.length + gone.length + settings.length > 0
  return {
    change: differs ? 'changed' : 'same',
    added: listOf(added),
    changed: listOf(changed),
    removed: listOf(gone),
    settings: [...settings],
    downstream: listOf(downstream),
    marks: new Map<string, Mark>([
      ...added.map((id) => [id, { change: 'added' }] as const),
      ...changed.map((id) => [id, { change: 'changed' }] as const),
    ]),
  }
}

const none = listOf([])
const undiffered = { added: none, changed: none, removed: none, settings: [], downstream: none }
const nothing = { ...undiffered, marks: new Map<string, Mark>() }

function removed(file: string): PipelineNews {
  return { file, name: file, change: 'removed', ...undiffered, next: [] }
}

/** A step as it is listed. */
function outlined({ runsOn: _runsOn, cache, ...step }: Plan['steps'][number]) {
  return cache === undefined
    ? step
    : { ...step, cache: { ...cache, reason: clip(cache.reason, limits.text - 1) } }
}

/** The plan of a run by hand, now, with what inputs are when nobody says otherwise, and nothing measured. */
function planOf(graph: Graph, now: Date): Plan {
  const at = now.toISOString()
  const run = { id: 'check', trigger: 'pull_request', at, date: at.slice(0, 10) }
  const inputs = Object.entries(graph.manifest.inputs).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return makePlan(graph, { run, inputs: Object.fromEntries(inputs), authored: {}, past: new Map() })
}

/** The next ticks of all its schedules together. */
async function ticksOf({ manifest: { schedules } }: Graph, from: Date): Promise<PipelineNews['next']> {
  if (schedules.length === 0) return []
  const { nextTicks } = await import('../schedule/next-ticks.ts')
  return schedules
    .flatMap((schedule) =>
      nextTicks(schedule, from, limits.ticks).map((at) => ({
        at: at.toISOString(),
        timezone: schedule.timezone,
      })),
    )
    .toSorted((one, other) => (one.at < other.at ? -1 : 1))
    .slice(0, limits.ticks)
}
