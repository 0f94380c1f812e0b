import type { Plan } from '../plan/plan.ts'
import { code, escapeMarkdown, fence } from '../text/markdown.ts'
import { counted } from '../text/quantities.ts'
import { mermaid } from './mermaid.ts'

/** What a run is about to do, as Markdown for the summary of the job that planned it. */
export function planSummary(plan: Plan): string {
  const { name, run, steps, jobs, waves, cost } = plan
  const sizes = [
    counted(steps.length, 'step'),
    counted(jobs.length, 'job'),
    counted(waves.length, 'wave'),
    counted(cost.billedMinutes, 'billed minute'),
  ]
  return [
    `### Plan of ${escapeMarkdown(name)} for ${code(run.date)}`,
    `${sizes.slice(0, 3).join(', ')}; about ${sizes[3]}.`,
    fence(mermaid(plan), 'mermaid'),
  ].join('\n\n')
}
