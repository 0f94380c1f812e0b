import { type Graph, nodeOf } from '../graph/graph.ts'
import { partOfGraph } from '../graph/part-of-graph.ts'
import type { InputValue, StepId } from '../manifest/manifest.ts'
import { runsAnyway } from './after-cancel.ts'
import { expectedWork } from './expected.ts'
import { type LayoutFacts, layOut } from './lay-out.ts'
import { shareLimits } from './limits.ts'
import { withKnownMatrices } from './known-matrices.ts'
import type { Pack, Packing } from './packing.ts'
import { onlySteps } from './only-steps.ts'
import { legsOf } from './parts.ts'
import type { JobPlan, Plan, StepPlan } from './plan.ts'
import { pricePerMinute } from './runner.ts'
import { withKnownParts } from './with-known-parts.ts'
import { packTimeoutMinutes } from './share-jobs.ts'
import { isEnd } from './without-ends.ts'

/** What a plan depends on beside the graph: nothing else may sway it, so equal facts give equal bytes. */
export interface PlanFacts extends LayoutFacts {
  readonly run: Plan['run']
  readonly inputs: Readonly<Record<string, InputValue>>
  /** The manifest as authored: carried so that other jobs can decode it again. */
  readonly authored: unknown
  /** The same of the pipelines it uses, by file. */
  readonly used?: Readonly<Record<string, unknown>>
  /** What was asked to run, and the steps that this names. Absent: all. */
  readonly select?: { readonly text: string; readonly steps: ReadonlySet<StepId> }
}

/** The `plan` and the `report` job of a generated workflow: a minute each. */
const overheadMinutes = 2

/** Lays out one run: which steps share a job, which jobs share a wave, and what GitHub would bill for it. */
export function makePlan(graph: Graph, facts: PlanFacts): Plan {
  const { manifest } = graph
  const { select } = facts
  const known = withKnownMatrices(graph, facts)
  const part = select === undefined ? known : partOfGraph(known, select.steps)
  const packs = withKnownParts(part, shapeOf(graph, facts))
  const parts = new Map(packs.flat().flatMap((pack) => pack.steps.map((step) => [step, jobIds(part, pack)])))
  const waves = packs.map((wave) => planWave(part, facts, wave, parts))
  const jobs = waves.flat()
  return {
    schema: 1,
    pipeline: manifest.id,
    name: manifest.name,
    file: manifest.file,
    run: facts.run,
    inputs: facts.inputs,
    ...(select === undefined ? {} : { select: select.text }),
    steps: graph.order.map((id) => planStep(known, facts, id, parts)),
    jobs,
    waves: waves.map((wave) => wave.map(({ id }) => id)),
    cost: cost(jobs),
    manifest: facts.authored,
    ...(facts.used === undefined || Object.keys(facts.used).length === 0 ? {} : { used: facts.used }),
  }
}

/** The waves follow from the graph alone, whatever inputs a run has: the generated workflow must fit each. */
function shapeOf(graph: Graph, facts: PlanFacts): Packing {
  const { select, maxWaves } = facts
  if (select === undefined) return layOut(graph, facts)
  if (maxWaves !== undefined) return onlySteps(layOut(graph, facts), select.steps)
  return layOut(partOfGraph(graph, select.steps), facts)
}

/** The jobs that carry each step: one, or all that share its legs. */
type JobsOfSteps = ReadonlyMap<StepId, readonly string[]>

/**
 * A job is named after its first step that does any work, so its name is as safe as a step's and says what it is about. No step's id holds
 * a dot: it stands for the slash in `clean/orders`, which no artifact's name may hold, and before the number of a part.
 */
function jobIds(graph: Graph, { steps, parts }: Pack): readonly string[] {
  const first = steps.find((step) => !isEnd(graph, step)) ?? steps[0] ?? ''
  const name = first.replaceAll('/', '.')
  return parts === 1 ? [name] : Array.from({ length: parts }, (_, part) => `${name}.p${part}`)
}

function planStep(graph: Graph, facts: PlanFacts, id: StepId, jobsOf: JobsOfSteps): StepPlan {
  const { step, needs, seen } = nodeOf(graph, id)
  const setup = step.teardown === undefined ? undefined : seen.get(step.teardown)
  const jobs = jobsOf.get(id) ?? []
  const legs = legsOf(step)
  return {
    id,
    kind: step.kind,
    needs: [...needs],
    job: jobs[0] ?? '',
    runsOn: labels(step.runsOn),
    expectedMs: expectedWork(step, facts.past, Math.max(1, jobs.length)),
    basis: facts.past.has(id) ? 'past' : 'assumed',
    ...(legs === undefined ? {} : { legs: { count: legs, parts: jobs.length } }),
    ...(facts.select === undefined || facts.select.steps.has(id) ? {} : { unselected: true as const }),
    ...(runsAnyway(step) ? { anyway: true as const } : {}),
    ...(setup === undefined ? {} : { teardown: setup }),
  }
}

function planWave(graph: Graph, facts: PlanFacts, wave: readonly Pack[], jobsOf: JobsOfSteps): JobPlan[] {
  const jobs = wave.flatMap((pack) => jobIds(graph, pack).map((id, index) => ({ id, index, pack })))
  const limits = shareLimits(graph, jobs)
  return jobs.map((job, nth) => planJob(graph, facts, { ...job, limits: limits[nth] ?? {} }, jobsOf))
}

interface Job {
  readonly id: string
  readonly pack: Pack
  /** Which part it has of a step that several jobs share. */
  readonly index: number
  readonly limits: Readonly<Record<string, number>>
}

function planJob(graph: Graph, { past }: PlanFacts, job: Job, jobsOf: JobsOfSteps): JobPlan {
  const { id, pack, index, limits } = job
  const { steps, parts, runsOn } = pack
  const nodes = steps.map((step) => nodeOf(graph, step))
  const makers = nodes.flatMap(({ datasets }) => [...datasets.values()])
  const needs = jobsOfWork(graph, [...nodes.flatMap((node) => node.needs), ...makers], jobsOf)
  const expectedMs = nodes.reduce((sum, { step }) => sum + expectedWork(step, past, parts), 0)
  return {
    id,
    steps: [...steps],
    needs: [...needs].filter((need) => need !== id),
    runsOn: labels(runsOn),
    timeoutMinutes: packTimeoutMinutes(graph, pack),
    ...(parts === 1 ? {} : { part: { index, of: parts } }),
    ...(pack.lines === undefined ? {} : { shared: pack.lines.length }),
    ...(Object.keys(limits).length === 0 ? {} : { limits: { ...limits } }),
    expectedMs,
    billedMinutes: Math.max(1, Math.ceil(expectedMs / 60_000)),
  }
}

/** The jobs of these steps, some of which may be left out; of the end of a used pipeline those of the last steps inside. */
function jobsOfWork(graph: Graph, steps: readonly StepId[], jobsOf: JobsOfSteps): ReadonlySet<string> {
  const jobs = new Set<string>()
  const seen = new Set(steps)
  for (const id of seen) {
    const node = graph.nodes.get(id)
    if (node?.ends === undefined) for (const job of jobsOf.get(id) ?? []) jobs.add(job)
    else for (const need of node.needs) seen.add(need)
  }
  return jobs
}

function labels(runsOn: string | readonly string[]): string | string[] {
  return typeof runsOn === 'string' ? runsOn : [...runsOn]
}

function cost(jobs: readonly JobPlan[]): Plan['cost'] {
  const minutes = jobs.reduce((sum, job) => sum + job.billedMinutes, overheadMinutes)
  const dollars = jobs.reduce(
    (sum, job) => sum + job.billedMinutes * pricePerMinute(job.runsOn),
    overheadMinutes * pricePerMinute('ubuntu-latest'),
  )
  return { billedMinutes: minutes, dollars: Math.round(dollars * 1000) / 1000 }
}
