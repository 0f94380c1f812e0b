import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { graphOfPlan, manifestOfPlan } from '../app/arrived-plan.ts'
import { checkManifests } from '../app/check.ts'
import type { LeftNoPlan, LeftRun } from '../app/outcome.ts'
import { Failure, Usage } from '../diagnostic/failure.ts'
import type { Plan } from '../plan/plan.ts'
import { endsOfParts } from '../run/ends-of-parts.ts'
import type { RunEvent } from '../run/event.ts'
import { failureRecordOf } from '../run/failure-record.ts'
import { type Action, folded } from './action.ts'
import { fetchPlan } from './fetch-plan.ts'
import { jobArtifact, planArtifact, recoveryArtifact, unpackJob } from '../adapters/run-folder/hand-over.ts'

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
  const words: (readonly RunEvent[])[] = []
  for (const { id } of plan.jobs)
    words.push(await fetchArtifact(action, { name: jobArtifact(id), of: `job ${id}` }, folder))
  // Of an attempt before, if a job has told another end since.
  const since = [planArtifact, ...plan.jobs.map(({ id }) => jobArtifact(id))]
  const recovered = (await action.artifacts.list({ since })).includes(recoveryArtifact)
  if (recovered)
    words.push(await fetchArtifact(action, { name: recoveryArtifact, of: 'job recover' }, folder))
  const events = words.flat()
  if (!plan.jobs.some(({ part }) => part !== undefined)) return events
  return [...events, ...endsOfParts(await graphOfPlan(plan, action.workspace), events)]
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
