import { Failure } from '../diagnostic/failure.ts'
import { type Plan, planSchema } from '../plan/plan.ts'
import type { RunStore } from '../ports/run-store.ts'
import { renderMarkdown } from '../report/render-markdown.ts'
import { renderReportJson } from '../report/render-report-json.ts'
import type { Report } from '../report/report.ts'
import { summarize } from '../report/summarize.ts'
import { eventsOf } from '../run/events/decode-events.ts'
import { parseJson } from '../text/parse-json.ts'

/**
 * The report of a run from what it left in its folder, also when it was killed; written there as `report.md` and
 * `report.json` after it was told. Throws a `Failure` when the folder holds no run, or cannot be written any more.
 */
export async function reportRun(store: RunStore, tell: (report: Report) => void = () => {}): Promise<Report> {
  const plan = await readPlan(store)
  const report = summarize(plan, eventsOf(store.lines('events.jsonl')))
  tell(report)
  await store.write('report.md', renderMarkdown(report))
  await store.write('report.json', renderReportJson(report))
  return report
}

async function readPlan(store: RunStore): Promise<Plan> {
  const text = await store.read('plan.json')
  if (text === undefined)
    throw new Failure('run/missing', `${store.folder} holds no run`, {
      help: 'see the folders in .millrace/runs',
    })
  return decodePlan(text)
}

/** A plan from the text it travelled as. */
export function decodePlan(text: string): Plan {
  const plan = planSchema.safeParse(parseJson(text))
  if (plan.success) return plan.data
  throw new Failure('run/plan', 'the plan is none that this version knows', {
    cause: plan.error,
    help: 'use the version of Millrace that made it',
  })
}
