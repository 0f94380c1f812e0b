import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { manifestOfPlan, outlineOfPlan } from '../app/arrived-plan.ts'
import { checkManifests } from '../app/check.ts'
import type { LeftNoPlan, LeftRun } from '../app/outcome.ts'
import { Failure, Usage } from '../diagnostic/failure.ts'
import { afterCancelJobs, recoverJobs } from '../plan/late-jobs.ts'
import type { Plan } from '../plan/plan.ts'
import { endsOfParts } from '../run/parts/ends-of-parts.ts'
import type { RunEvent } from '../run/event.ts'
import { failureRecordOf } from '../run/events/failure-record.ts'
import { type Action, folded } from './action.ts'
import { fetchPlan } from './fetch-plan.ts'
import { eightAtOnce } from './prior-jobs.ts'
import { jobArtifact, lateArtifact, planArtifact, unpackJob } from '../adapters/run-folder/hand-over.ts'

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

/**
 * The events of all jobs; one that left nothing is told as lost by what is missing. What was run again comes last, so
 * that it holds; then how the steps ended that several jobs share.
 */
async function fetchEvents(action: Action, plan: Plan, folder: string): Promise<readonly RunEvent[]> {
  const told = await eightAtOnce(plan.jobs, ({ id }) =>
    fetchArtifact(action, { name: jobArtifact(id), of: `job ${id}` }, folder),
  )
  const graph = outlineOfPlan(plan)
  // Of an attempt before, if a job has told another end since.
  const since = [planArtifact, ...plan.jobs.map(({ id }) => jobArtifact(id))]
  const there = new Set(await action.artifacts.list({ since }))
  const late = [...recoverJobs(graph), ...afterCancelJobs(graph)].filter(({ id }) =>
    there.has(lateArtifact(id)),
  )
  const again = await eightAtOnce(late, ({ id }) =>
    fetchArtifact(action, { name: lateArtifact(id), of: `job ${id}` }, folder),
  )
  const events = [...told, ...again]
  return [...events, ...endsOfParts(graph, events)]
}

/** One job's word that cannot be read must not silence the others. */
async function fetchArtifact(
  { artifacts, runner }: Action,
  { name, of }: { readonly name: string; readonly of: string },
  folder: string,
): Promise<readonly RunEvent[]> {
  const into = join(folder, 'jobs', name)
  await mkdir(into, { recursive: true })
  try {
    const there = await artifacts.download(name, into, { since: planArtifact })
    if (!there) runner.line(`${of} left no artifact`)
    return there ? (await unpackJob(into, folder, { folders: ['files'] })).events : []
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    const message = `${of} counts as lost: ${thrown.message}`
    runner.annotate({ level: 'warning', title: 'Millrace', message })
    return []
  } finally {
    await rm(into, { recursive: true, force: true })
  }
}
