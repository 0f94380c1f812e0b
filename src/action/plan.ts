import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { planPipeline, type PlanRequest } from '../app/plan.ts'
import { type Failure, Usage } from '../diagnostic/failure.ts'
import type { Plan } from '../plan/plan.ts'
import { planSummary } from '../report/plan-summary.ts'
import { type Action, folded, type Verdict } from './action.ts'
import { planArtifact } from '../adapters/run-folder/hand-over.ts'
import { forecastOf } from './forecast-of.ts'
import type { Inputs } from './inputs.ts'
import { pastRunsOf } from './keep-run.ts'
import { namedWaves, setOutput, setRunners, setWaves } from './outputs.ts'
import { runMadeAt } from './run-made.ts'
import { tellDiagnostics } from './tell-diagnostics.ts'
import { tickFactsOf } from './tick-facts.ts'
import { leaveTick } from './tick-word.ts'
import { forceField, windowField } from '../workflow/window-field.ts'

/** Plans one run, uploads the plan for the jobs to come, and answers the ids of their waves. */
export async function plan(action: Action): Promise<Verdict> {
  const { runner, inputs, artifacts } = action
  const planned = await planPipeline(await requestOf(action))
  tellDiagnostics(planned.diagnostics, action)
  if (!planned.ok) {
    setOutput(runner, 'result', 'failure')
    return 'failed'
  }
  const { ticks } = planned.plan
  if (ticks?.idle !== undefined) runner.line(`nothing is to run: ${ticks.idle}`)
  if (ticks?.tick !== undefined) await leaveTick(action, ticks.tick)
  const folder = await writePlan(action, planned.plan)
  await folded(action, 'Hand on the plan', () =>
    artifacts.upload(planArtifact, folder, { retentionDays: inputs.retentionDays }),
  )
  runner.summary(planSummary(planned.plan))
  setWaves(runner, planned.plan.waves)
  setRunners(runner, planned.plan)
  setOutput(runner, 'run', planned.plan.run.id)
  setOutput(runner, 'result', ticks?.idle === undefined ? 'success' : 'skipped')
  return 'passed'
}

async function requestOf(action: Action): Promise<PlanRequest> {
  const { inputs, context, workspace } = action
  const [file, ...others] = inputs.pipelines
  if (file === undefined || others.length > 0) {
    throw new Usage(
      'plan needs the input pipeline',
      'give the path of one manifest, e.g. pipelines/daily.yml',
    )
  }
  if (inputs.force === true && inputs.window === '')
    throw new Usage('the input force goes with window', 'what it loads again is a window of time')
  const cron = context.catchUp?.cron ?? context.event.schedule
  const made = await runMadeAt(action)
  let unread: Failure | undefined
  return {
    file,
    workspace,
    inputs: { ...givenInputs(context.event.inputs ?? {}, inputs), ...inputs.inputs },
    trigger: context.trigger,
    ...(cron === undefined ? {} : { cron }),
    // Without the attempt: a load that is run again is known by it, and not made twice.
    runId: String(context.runId),
    now: made,
    plannedAt: new Date(),
    branch: context.branch,
    pastRuns: (pipeline) => pastRunsOf(action, pipeline, (failure) => (unread = failure)),
    ticks: (runs) => tickFactsOf(action, { made, runs, unread }),
    maxWaves: inputs.waves ?? namedWaves,
    ...(inputs.select === '' ? {} : { select: inputs.select }),
    ...(inputs.window === '' ? {} : { window: inputs.window }),
    again: inputs.force === true,
    ...(inputs.cache ? { forecast: forecastOf(action) } : {}),
  }
}

/**
 * A field of GitHub's form that was left empty counts as not given, so that its default holds. The fields of the window
 * are none of the pipeline's inputs (`workflow/window-field.ts`).
 */
function givenInputs(
  fields: Readonly<Record<string, unknown>>,
  { window, force }: Pick<Inputs, 'window' | 'force'>,
): Record<string, unknown> {
  const given = Object.entries(fields).filter(([, value]) => value !== '' && value !== null)
  const isOurs = (name: string, value: unknown) =>
    (name === windowField && value === window) ||
    (name === forceField && force !== undefined && String(value) === String(force))
  return Object.fromEntries(given.filter(([name, value]) => !isOurs(name, value)))
}

async function writePlan({ context }: Action, made: Plan): Promise<string> {
  const folder = join(context.temp, 'millrace-plan')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'plan.json'), JSON.stringify(made))
  return folder
}
