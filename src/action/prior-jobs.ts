import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { StepId } from '../manifest/manifest.ts'
import type { JobPlan } from '../plan/plan.ts'
import { type JobWord, priorResults } from '../run/prior-results.ts'
import type { StepFinished } from '../run/run-request.ts'
import { type Action, folded } from './action.ts'
import { jobArtifact, planArtifact, unpackJob } from '../adapters/run-folder/hand-over.ts'

/** How the steps before this job ended, and their datasets put into the run's folder, out of what the jobs it needs left. */
export async function fetchPrior(
  action: Action,
  job: JobPlan,
  folder: string,
): Promise<ReadonlyMap<StepId, StepFinished>> {
  if (job.needs.length === 0) return new Map()
  return folded(action, 'Fetch what it needs', async () => {
    const words: JobWord[] = []
    for (const need of job.needs) words.push(...(await fetchWord(action, need, folder)))
    return priorResults(words)
  })
}

async function fetchWord(action: Action, job: string, folder: string): Promise<JobWord[]> {
  const { artifacts, context, runner } = action
  const into = join(context.temp, jobArtifact(job))
  await mkdir(into, { recursive: true })
  const there = await artifacts.download(jobArtifact(job), into, { since: planArtifact })
  if (!there) runner.line(`job ${job} left no word`)
  const words = there ? [await unpackJob(into, folder)] : []
  await rm(into, { recursive: true, force: true })
  return words
}
