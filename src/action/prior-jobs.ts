import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Graph } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { JobPlan } from '../plan/plan.ts'
import { type JobWord, priorResults } from '../run/prior-results.ts'
import type { PartFinished, StepFinished } from '../run/run-request.ts'
import { partsOfSteps } from '../run/ends-of-parts.ts'
import { joinPartDatasets } from '../run/join-part-datasets.ts'
import { type Action, folded } from './action.ts'
import { jobArtifact, planArtifact, unpackJob } from '../adapters/run-folder/hand-over.ts'

/** What a job knows of the steps before its own. */
export interface Prior {
  readonly ends: ReadonlyMap<StepId, StepFinished>
  /** What the jobs say that shared a step: their datasets are still to be put together. */
  readonly parts: ReadonlyMap<StepId, readonly PartFinished[]>
}

/** How the steps before this job ended, and their datasets put into the run's folder, out of what the jobs it needs left. */
export async function fetchPrior(action: Action, graph: Graph, job: JobPlan, folder: string): Promise<Prior> {
  if (job.needs.length === 0) return { ends: new Map(), parts: new Map() }
  return folded(action, 'Fetch what it needs', async () =>
    priorOf(graph, await fetchWords(action, job.needs, folder)),
  )
}

export function priorOf(graph: Graph, words: readonly JobWord[]): Prior {
  return { ends: priorResults(graph, words), parts: partsOfSteps(words.flatMap(({ events }) => events)) }
}

/** The ends with the datasets of the steps that several jobs shared. Throws a `Failure` when theirs do not agree. */
export async function joinDatasets(
  { ends, parts }: Prior,
  folder: string,
): Promise<ReadonlyMap<StepId, StepFinished>> {
  const joined = new Map(ends)
  for (const [step, told] of parts) {
    const end = joined.get(step)
    if (end !== undefined) joined.set(step, { ...end, ...(await joinPartDatasets(folder, step, told)) })
  }
  return joined
}

/** So many are fetched at once. */
const atOnce = 8

/** What these jobs left, unpacked into the run's folder; one that left nothing is passed over. */
export async function fetchWords(
  action: Action,
  jobs: readonly string[],
  folder: string,
): Promise<JobWord[]> {
  const words: JobWord[] = []
  for (let from = 0; from < jobs.length; from += atOnce) {
    const fetched = jobs.slice(from, from + atOnce).map((job) => fetchWord(action, job, folder))
    words.push(...(await Promise.all(fetched)).flat())
  }
  return words
}

async function fetchWord(action: Action, job: string, folder: string): Promise<JobWord[]> {
  const { artifacts, context, runner } = action
  const into = join(context.temp, jobArtifact(job))
  await mkdir(into, { recursive: true })
  const there = await artifacts.download(jobArtifact(job), into, { since: planArtifact })
  if (!there) runner.line(`job ${job} left no word`)
  const words = there
    ? [await unpackJob(into, folder, { folders: ['datasets', 'rejects'], endsOnly: true })]
    : []
  await rm(into, { recursive: true, force: true })
  return words
}
