import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { Failure } from '../diagnostic/failure.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import { type TickRecord, tickRecord } from '../schedule/tick-record.ts'
import type { WorkflowRun } from '../ports/github.ts'
import { parseJson } from '../text/parse-json.ts'
import { type Action, folded } from './action.ts'

/** The file, and so the artifact, in which a run says which tick it took, before any of its jobs begins. */
const artifact = 'millrace-tick.json'

/** As long as GitHub lets a run be run again. */
const retentionDays = 30

const mostBytes = 10_000

/** More runs that nothing was kept of are not asked; nor are more when so many have told their tick. */
const mostAsked = 50
const mostTold = 5

const wordSchema = z.object({ schema: z.literal(1), tick: tickRecord })

/** Leaves word of the tick that this run takes: the ledger is written only when it has ended, and may then be refused. */
export async function leaveTick(action: Action, tick: TickRecord): Promise<void> {
  const path = join(action.context.temp, artifact)
  await writeFile(path, JSON.stringify({ schema: 1, tick }))
  await folded(action, 'Say which tick this run is for', () =>
    action.artifacts.uploadFile(path, { retentionDays }),
  )
}

/**
 * The ticks that runs of this workflow took which the ledger has no word of: it was not to be written then, or their report
 * was lost. `after`: no run before it matters.
 */
export async function unrecordedTicks(
  action: Action,
  runs: readonly LedgerEntry[],
  after: string,
): Promise<readonly TickRecord[]> {
  const { context, runner } = action
  if (context.workflowFile === undefined) return []
  const known = new Set([String(context.runId), ...runs.map(({ run }) => run.id)])
  const found = await runsAfter(action, context.workflowFile, after)
  const unknown = found.filter(({ id }) => !known.has(String(id)))
  const ticks: TickRecord[] = []
  for (const { id, url } of unknown.slice(0, mostAsked)) {
    const tick = ticks.length < mostTold ? await tickOf(action, id) : undefined
    if (tick === undefined) continue
    runner.line(`the ledger knows nothing of ${url}, which had the tick ${tick.at} of "${tick.cron}"`)
    ticks.push(tick)
  }
  return ticks
}

/** Newest first; none where the token may not ask, which is told. */
async function runsAfter(
  { context, github, runner }: Action,
  workflow: string,
  since: string,
): Promise<readonly WorkflowRun[]> {
  try {
    return await (await github()).runsSince({ workflow, branch: context.branch, since })
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'github/forbidden') throw thrown
    const message = `${thrown.message}: a tick whose run could not be kept would be run again`
    runner.annotate({ level: 'notice', title: 'Millrace', message })
    return []
  }
}

async function tickOf({ artifacts, inputs }: Action, run: number): Promise<TickRecord | undefined> {
  const bytes = await artifacts.readForeign({ run, token: inputs.token }, artifact, mostBytes)
  if (bytes === undefined) return undefined
  const word = wordSchema.safeParse(parseJson(bytes.toString('utf8')))
  if (word.success) return word.data.tick
  throw new Failure('plan/tick', `what run ${run} says of its tick cannot be read`)
}
