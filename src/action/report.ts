import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type LeftNoPlan, type LeftRun, outcomeOfRun, outcomeWithoutPlan } from '../app/outcome.ts'
import { pipelineId } from '../manifest/pipeline-id.ts'
import type { Plan } from '../plan/plan.ts'
import { isGood } from '../run/run-result.ts'
import { act } from './act.ts'
import type { Action, Verdict } from './action.ts'
import { askGitHub } from './ask-github.ts'
import { keepRun } from './keep-run.ts'
import { gather } from './gather.ts'
import { goOn } from './go-on.ts'
import { setOutput } from './outputs.ts'

/** Gathers what all jobs left, writes the summary, and does on GitHub what the outcome asks for. */
export async function report(action: Action): Promise<Verdict> {
  const { runner, context } = action
  const folder = join(context.temp, 'millrace-report')
  await mkdir(folder, { recursive: true })
  const left = await gather(action, folder)
  if ('plan' in left && left.plan.ticks?.idle !== undefined) return tellIdle(action, left.plan)
  const facts = await askGitHub(action, 'plan' in left ? left.plan.pipeline : pipelineId(left.file))
  const outcome = 'plan' in left ? outcomeOfRun(left, facts) : outcomeWithoutPlan(left, facts)
  runner.summary(outcome.summary)
  const run = 'plan' in left ? left.plan.run.id : String(context.runId)
  const done = await act(action, outcome.intents, { run, folder })
  const kept = await keepRun(action, left, outcome.report)
  await goOn(action, left, { result: done ? outcome.result : 'failure', kept })
  setOutput(runner, 'run', run)
  setOutput(runner, 'result', outcome.result)
  tell(action, left, outcome.result)
  return done && 'plan' in left && isGood(outcome.result) ? 'passed' : 'failed'
}

/** Nothing was to run: it is not kept, for it is no run of the pipeline. The summary of the plan says why. */
function tellIdle({ runner }: Action, { run, ticks }: Plan): Verdict {
  runner.line(`nothing was to run: ${ticks?.idle ?? ''}`)
  setOutput(runner, 'run', run.id)
  setOutput(runner, 'result', 'skipped')
  return 'passed'
}

function tell({ runner, context }: Action, left: LeftRun | LeftNoPlan, result: string): void {
  if ('plan' in left) {
    const { id, date } = left.plan.run
    return runner.line(`run ${id} for ${date}: ${result} (${context.runUrl})`)
  }
  const why = left.failure === undefined ? 'the run has no plan' : left.failure.message
  return runner.annotate({ level: 'error', title: 'Millrace', message: `${why}, so no step ran` })
}
