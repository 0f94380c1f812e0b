import type { Plan } from '../plan/plan.ts'
import { code, escapeMarkdown, fence } from '../text/markdown.ts'
import { counted } from '../text/quantities.ts'
import { mermaid } from './mermaid.ts'
import { tickWords } from './tick-words.ts'

/** What a run is about to do, as Markdown for the summary of the job that planned it. */
export function planSummary(plan: Plan): string {
  const { name, run, steps, jobs, waves, cost } = plan
  const sizes = [
    counted(steps.length, 'step'),
    counted(jobs.length, 'job'),
    counted(waves.filter((wave) => wave.length > 0).length, 'wave'),
    counted(cost.billedMinutes, 'billed minute'),
  ]
  if (plan.ticks?.idle !== undefined)
    return [`### ${escapeMarkdown(name)}: nothing to run`, ...tickWords(plan)].join('\n\n')
  return [
    `### Plan of ${escapeMarkdown(name)} for ${code(run.date)}`,
    `${sizes.slice(0, 3).join(', ')}; about ${sizes[3]}.`,
    ...tickWords(plan),
    ...cacheList(steps),
    fence(mermaid(plan), 'mermaid'),
  ].join('\n\n')
}

/** So many steps with `cache` are listed. */
const listed = 50

/** What would become of steps with `cache`, and why. */
function cacheList(steps: Plan['steps']): string[] {
  const cached = steps.flatMap(({ id, cache }) => (cache === undefined ? [] : [{ id, ...cache }]))
  if (cached.length === 0) return []
  const lines = cached
    .slice(0, listed)
    .map(({ id, decision, reason }) => `- ${code(id)}: ${decision} (${escapeMarkdown(reason)})`)
  const more = cached.length > listed ? [`- and ${counted(cached.length - listed, 'more step')}`] : []
  return [['From the cache:', '', ...lines, ...more].join('\n')]
}
