import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Graph } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { JobPlan } from '../plan/plan.ts'
import { type JobWord, priorResults } from '../run/resume/prior-results.ts'
import type { PartFinished, StepFinished } from '../run/run-request.ts'
import { partsOfSteps } from '../run/parts/ends-of-parts.ts'
import { joinPartDatasets } from '../run/parts/join-part-datasets.ts'
import { type Action, folded } from './action.ts'
import { attemptFile, jobArtifact, planArtifact, unpackJob } from '../adapters/run-folder/hand-over.ts'

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
    if (end === undefined) continue
    const isRead = end.result === 'success' || end.tolerated === true
    const made = await joinPartDatasets(folder, step, isRead ? told : told.map(withoutRows))
    joined.set(step, { ...end, ...made })
  }
  return joined
}

/** As in one process, nobody reads the rows of a step that failed; what was rejected is kept. */
function withoutRows({ dataset: _dataset, datasets: _datasets, ...part }: PartFinished): PartFinished {
  return part
}

/** So many are fetched at once. */
const atOnce = 8

/** What these jobs left, unpacked into the run's folder; one that left nothing is passed over. */
export async function fetchWords(
  action: Action,
  jobs: readonly string[],
  folder: string,
): Promise<JobWord[]> {
  return eightAtOnce(jobs, async (job) => {
    const word = await fetchWord(action, { name: jobArtifact(job), since: [planArtifact] }, folder)
    if (word.length === 0) action.runner.line(`job ${job} left no word`)
    return word
  })
}

/** Calls it for each, eight at once, and answers what they answer in their order. */
export async function eightAtOnce<T, U>(
  items: readonly T[],
  call: (item: T) => Promise<readonly U[]>,
): Promise<U[]> {
  const all: U[] = []
  for (let from = 0; from < items.length; from += atOnce)
    all.push(...(await Promise.all(items.slice(from, from + atOnce).map(call))).flat())
  return all
}

/** What one artifact tells, and in which attempt of the run it was left. */
export interface FetchedWord extends JobWord {
  readonly attempt: number
}

/** What lies in one artifact, if there is one that is not older than any of those named by `since`. */
export async function fetchWord(
  { artifacts, context }: Action,
  { name, since }: { readonly name: string; readonly since: readonly string[] },
  folder: string,
): Promise<FetchedWord[]> {
  const into = join(context.temp, name)
  await mkdir(into, { recursive: true })
  const there = await artifacts.download(name, into, { since })
  const words = there ? [await readWord(into, folder)] : []
  await rm(into, { recursive: true, force: true })
  return words
}

async function readWord(from: string, folder: string): Promise<FetchedWord> {
  const word = await unpackJob(from, folder, { folders: ['datasets', 'rejects'], endsOnly: true })
  const attempt = await readFile(join(from, attemptFile), 'utf8').catch(() => '')
  return { ...word, attempt: Number(attempt) || 1 }
}
