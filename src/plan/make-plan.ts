import { Failure } from '../diagnostic/failure.ts'
import { type Graph, nodeOf } from '../graph/graph.ts'
import type { InputValue, StepId } from '../manifest/manifest.ts'
import { packByDepth } from './pack-by-depth.ts'
import type { Packer, Packing } from './packing.ts'
import type { JobPlan, Plan, StepPlan } from './plan.ts'
import { pricePerMinute } from './runner.ts'
import { jobTimeoutMinutes } from './timeout.ts'

/** What a plan depends on beside the graph: nothing else may sway it, so equal facts give equal bytes. */
export interface PlanFacts {
  readonly run: Plan['run']
  readonly inputs: Readonly<Record<string, InputValue>>
  /** The manifest as authored: carried so that other jobs can decode it again. */
  readonly authored: unknown
  /** How long steps took before, in milliseconds. */
  readonly past: ReadonlyMap<StepId, number>
  /** How many waves the generated workflow has; absent: as many as the graph wants. */
  readonly maxWaves?: number
  readonly pack?: Packer
}

/** What a step is reckoned to take until it has been measured. */
const assumedMs = 30_000

/** More waves than this are merged: each is one more wait for runners. */
const comfortableWaves = 10

/** GitHub makes at most 256 jobs of one matrix. */
const maxJobsPerWave = 256

/** GitHub's toolkit lists a thousand artifacts of a run; each job leaves one, and there are the plan's and others. */
const maxJobs = 900

/** The `plan` and the `report` job of a generated workflow: a minute each. */
const overheadMinutes = 2

/** Lays out one run: which steps share a job, which jobs share a wave, and what GitHub would bill for it. */
export function makePlan(graph: Graph, facts: PlanFacts): Plan {
  const { manifest } = graph
  const waves = packed(graph, facts)
  const jobOf = new Map(waves.flat().flatMap((pack) => pack.steps.map((step) => [step, jobId(pack)])))
  const jobs = waves.flat().map((pack) => planJob(graph, facts, pack, jobOf))
  return {
    schema: 1,
    pipeline: manifest.id,
    name: manifest.name,
    file: manifest.file,
    run: facts.run,
    inputs: facts.inputs,
    steps: graph.order.map((id) => planStep(graph, facts, id, jobOf)),
    jobs,
    waves: waves.map((wave) => wave.map(jobId)),
    cost: cost(jobs),
    manifest: facts.authored,
  }
}

/** How many waves a generated workflow must have for this graph. */
export function wavesNeeded(graph: Graph): number {
  return packed(graph, { past: new Map() }).length
}

/**
 * For each wave a generated workflow must have, the `timeout-minutes` that leave room for its longest job. A plan that
 * is told of so many waves packs them the same way.
 */
export function waveTimeouts(graph: Graph): number[] {
  const waves = packed(graph, { past: new Map(), maxWaves: wavesNeeded(graph) })
  return waves.map((wave) =>
    Math.max(...wave.map(({ steps }) => jobTimeoutMinutes(steps.map((step) => nodeOf(graph, step).step)))),
  )
}

function packed(graph: Graph, facts: Pick<PlanFacts, 'past' | 'maxWaves' | 'pack'>): Packing {
  const pack = packerWithin(graph, facts)
  if (facts.maxWaves === undefined) return pack(comfortableWaves) ?? pack(graph.order.length) ?? []
  const fitting = pack(facts.maxWaves)
  if (fitting !== undefined) return fitting
  throw new Failure(
    'plan/waves',
    `the workflow of "${graph.manifest.id}" has ${facts.maxWaves} waves, and its steps need ${wavesNeeded(graph)}`,
    { help: 'run `millrace workflow` and commit what it writes' },
  )
}

/**
 * Packs into so many waves, and into fewer or narrower ones where that would make more jobs than a run may have: first
 * into so few that even full ones are not too many, then evenly.
 */
function packerWithin(
  graph: Graph,
  { past, pack = packByDepth }: Pick<PlanFacts, 'past' | 'pack'>,
): (maxWaves: number) => Packing | undefined {
  const into = (maxWaves: number, jobsPerWave: number) =>
    pack(graph, {
      expectedMs: (step) => past.get(step) ?? assumedMs,
      pricePerMinute,
      maxWaves,
      maxJobsPerWave: jobsPerWave,
    })
  const full = Math.floor(maxJobs / maxJobsPerWave)
  return (maxWaves) => {
    const wide = into(maxWaves, maxJobsPerWave)
    if (wide === undefined || wide.flat().length <= maxJobs) return wide
    return into(Math.min(full, maxWaves), maxJobsPerWave) ?? into(maxWaves, Math.floor(maxJobs / maxWaves))
  }
}

/** A job is named after its first step, so its name is as safe as a step's and says what it is about. */
function jobId(pack: Packing[number][number]): string {
  return pack.steps[0] ?? ''
}

function planStep(graph: Graph, facts: PlanFacts, id: StepId, jobOf: ReadonlyMap<StepId, string>): StepPlan {
  const { step, needs } = nodeOf(graph, id)
  const past = facts.past.get(id)
  return {
    id,
    kind: step.kind,
    needs: [...needs],
    job: jobOf.get(id) ?? id,
    runsOn: labels(step.runsOn),
    expectedMs: past ?? assumedMs,
    basis: past === undefined ? 'assumed' : 'past',
  }
}

function planJob(
  graph: Graph,
  facts: PlanFacts,
  pack: Packing[number][number],
  jobOf: ReadonlyMap<StepId, string>,
): JobPlan {
  const id = jobId(pack)
  const nodes = pack.steps.map((step) => nodeOf(graph, step))
  const needed = nodes.flatMap(({ needs }) => needs.map((need) => jobOf.get(need) ?? need))
  const expectedMs = pack.steps.reduce((sum, step) => sum + (facts.past.get(step) ?? assumedMs), 0)
  return {
    id,
    steps: [...pack.steps],
    needs: [...new Set(needed)].filter((job) => job !== id),
    runsOn: labels(pack.runsOn),
    timeoutMinutes: jobTimeoutMinutes(nodes.map(({ step }) => step)),
    expectedMs,
    billedMinutes: Math.max(1, Math.ceil(expectedMs / 60_000)),
  }
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
