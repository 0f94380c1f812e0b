import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { manifestOfPlan } from '../app/arrived-plan.ts'
import { checkManifests } from '../app/check.ts'
import type { LeftNoPlan, LeftRun } from '../app/outcome.ts'
import { Failure, Usage } from '../diagnostic/failure.ts'
import type { Plan } from '../plan/plan.ts'
import type { RunEvent } from '../run/event.ts'
import { failureRecordOf } from '../run/failure-record.ts'
import { type Action, folded } from './action.ts'
import { fetchPlan } from './fetch-plan.ts'
import { jobArtifact, planArtifact, unpackJob } from '../adapters/run-folder/hand-over.ts'

/** Fetches all that the run left, and without a plan what its manifest says. What cannot be read counts as not there. */
export async function gather(action: Action, folder: string): Promise<LeftRun | LeftNoPlan> {
  const { cancelled } = action.inputs
  try {
    const plan = await fetchPlan(action, folder)
    if (plan === undefined) return await gatherNoPlan(action)
    const manifest = manifestOfPlan(plan)
    const events = await folded(action, 'Fetch what the jobs left', () => fetchEvents(action, plan, folder))
    return { plan, manifest, events, cancelled }
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    return gatherNoPlan(action, thrown)
  }
}

async function gatherNoPlan({ inputs, workspace }: Action, failure?: Failure): Promise<LeftNoPlan> {
  const [file] = inputs.pipelines
  if (file === undefined) throw new Usage('report needs the input pipeline', 'give the path of its manifest')
  const { pipelines, diagnostics } = await checkManifests([file], workspace)
  const manifest = pipelines[0]?.graph.manifest
  return {
    file,
    diagnostics,
    cancelled: inputs.cancelled,
    ...(manifest === undefined ? {} : { manifest }),
    ...(failure === undefined ? {} : { failure: failureRecordOf(failure) }),
  }
}

/** The events of all jobs; one that left nothing is told as lost by what is missing. */
async function fetchEvents(action: Action, plan: Plan, folder: string): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = []
  for (const { id } of plan.jobs) events.push(...(await fetchJob(action, id, folder)))
  return events
}

/** One job's word that cannot be read must not silence the others. */
async function fetchJob(
  { artifacts, runner }: Action,
  job: string,
  folder: string,
): Promise<readonly RunEvent[]> {
  const into = join(folder, 'jobs', job)
  await mkdir(into, { recursive: true })
  try {
    const there = await artifacts.download(jobArtifact(job), into, { since: planArtifact })
    if (!there) runner.line(`job ${job} left no artifact`)
    return there ? (await unpackJob(into, folder, ['logs', 'files'])).events : []
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    const message = `job ${job} counts as lost: ${thrown.message}`
    runner.annotate({ level: 'warning', title: 'Millrace', message })
    return []
  } finally {
    await rm(into, { recursive: true, force: true })
  }
}
