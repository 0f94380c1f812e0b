import { jobArtifact, planArtifact } from '../adapters/run-folder/hand-over.ts'
import { recoverJobs } from '../plan/late-jobs.ts'
import type { JobPlan, Plan } from '../plan/plan.ts'
import { recoveryRunner } from '../plan/recovery.ts'
import { runnerKey } from '../plan/runner.ts'
import type { JobWord } from '../run/resume/prior-results.ts'
import { recoveryJobs } from '../run/resume/recovery-jobs.ts'
import { isGood } from '../run/run-result.ts'
import { code } from '../text/markdown.ts'
import { counted } from '../text/quantities.ts'
import type { Action, Verdict } from './action.ts'
import {
  closeLate,
  fetchRecovered,
  knownHere,
  type Late,
  openLate,
  type Ran,
  runHere,
  runLeft,
} from './late-job.ts'
import { eightAtOnce, fetchWord } from './prior-jobs.ts'

/**
 * Runs here and now what was lost with the runners of other jobs, then what stopped jobs left to this runner, and
 * uploads what that leaves.
 */
export async function recover(action: Action): Promise<Verdict> {
  const late = await openLate(action, recoverJobs)
  const { plan, folder } = late
  const { lost, told } = await fetchTold(action, plan, folder)
  tellLost(action, lost)
  const words = [...told, ...(await fetchRecovered(action, late))]
  const again = lost.length === 0 ? [] : await runLost(action, late, words)
  const known = await knownHere(late, words)
  const after = await runLeft(action, late, known, (end) => end?.result === 'cancelled')
  return closeLate(action, late, [...again, ...after])
}

/** The words of the jobs, and the jobs of which there is none that holds. */
async function fetchTold(
  action: Action,
  plan: Plan,
  folder: string,
): Promise<{ readonly lost: readonly string[]; readonly told: readonly JobWord[] }> {
  const since = [planArtifact]
  const words = await eightAtOnce(plan.jobs, async ({ id }) => {
    const [word] = await fetchWord(action, { name: jobArtifact(id), since }, folder)
    const holds = word !== undefined && (word.attempt === action.context.attempt || !isRunAgain(word))
    return holds ? [{ id, word }] : []
  })
  const known = new Set(words.map(({ id }) => id))
  const lost = plan.jobs.map(({ id }) => id).filter((id) => !known.has(id))
  return { lost, told: words.map(({ word }) => word) }
}

/** Whether GitHub runs the job that left this word again with those that failed: then its word is no longer its last. */
function isRunAgain({ events }: JobWord): boolean {
  const ends = events.filter((event) => event.type === 'step-finished' || event.type === 'part-finished')
  const isBad = ({ result, tolerated }: (typeof ends)[number]) =>
    result === 'cancelled' || (result === 'failure' && tolerated !== true)
  return ends.some(isBad) || ends.every(({ result }) => result === 'skipped')
}

function tellLost({ runner }: Action, lost: readonly string[]): void {
  if (lost.length === 0) runner.line('every job told how it ended: nothing was lost')
  else runner.line(`${counted(lost.length, 'job')} left nothing: ${lost.join(', ')}`)
}

function summaryOf(jobs: readonly JobPlan[]): string {
  const steps = jobs.flatMap(({ id, part, steps: own }) => (part === undefined ? own : [id]))
  return `### Run again, because the job that had it was lost, or what it needed was\n\n${steps.map(code).join(', ')}\n`
}

/** One after the other: each knows what all before it left, the lost ones that were run again among them. */
async function runLost(action: Action, late: Late, words: readonly JobWord[]): Promise<readonly Ran[]> {
  const { plan, graph, here } = late
  const { runner } = action
  const runsOn = recoveryRunner(graph)
  const isHere = runsOn !== undefined && runnerKey(runsOn) === runnerKey(here.runsOn)
  const events = words.flatMap((word) => word.events)
  const jobs = isHere ? recoveryJobs(graph, plan, events).flat() : []
  if (jobs.length === 0)
    runner.line('none of it may be run again here (`retry: { infrastructure: 0 }`, or another runner)')
  else runner.summary(summaryOf(jobs))
  const ran: Ran[] = []
  for (const job of jobs) {
    runner.line(`again: ${job.steps.join(', ')}${job.part === undefined ? '' : ` (${job.id})`}`)
    const result = await runHere(action, late, job, await knownHere(late, words))
    ran.push({ steps: job.steps, result, isGood: isGood(result) })
  }
  return ran
}
