import { code, escapeMarkdown, maxSummaryBytes, truncateMarkdown } from '../text/markdown.ts'
import { diagnosticCounts, diagnosticTable } from './diagnostic-table.ts'
import { link, maxBody } from './failure-issue.ts'
import { keyLine } from './issue-key.ts'
import { listed, pipelineSection } from './plan-section.ts'
import { listOf, type PipelineNews, type PullRequestPlan } from './pull-request-plan.ts'
import { counted } from '../text/quantities.ts'

/** The key of the one comment we keep on a pull request. */
export const planMarker = 'plan'

const shownDiagnostics = 10

/** The body of that comment: its marker, the verdict, then each pipeline that differs. At most 65,000 characters. */
export function planComment(plan: PullRequestPlan, { runUrl }: { readonly runUrl?: string } = {}): string {
  const about = [
    `For ${code(plan.sha.slice(0, 7))}`,
    ...(runUrl === undefined ? [] : [link('all details', runUrl)]),
  ]
  const blocks = [
    keyLine(planMarker),
    `## ${verdict(plan)}`,
    ...mistakes(plan, shownDiagnostics),
    ...pipelines(plan, { rows: 240, drawing: 40_000 }),
    about.join(' · '),
  ]
  return truncateMarkdown(`${blocks.join('\n\n')}\n`, maxBody)
}

/** The same for the summary of the job, which has more room: 2,000 diagnostics, and every pipeline in full. */
export function planSummary(plan: PullRequestPlan): string {
  const blocks = [
    `# ${verdict(plan)}`,
    ...mistakes(plan, 2000),
    ...pipelines(plan, { rows: 2000, drawing: 400_000, unchanged: 'in full' }),
  ]
  return truncateMarkdown(`${blocks.join('\n\n')}\n`, maxSummaryBytes - 4096, 'bytes')
}

/** Whether a pull request that has no comment yet is to get one: a change of something else is none of ours. */
export function isWorthAComment({ counts, errors }: PullRequestPlan): boolean {
  const { added, changed, removed, unknown } = counts
  return errors + added + changed + removed + unknown > 0
}

function verdict(plan: PullRequestPlan): string {
  const { planned, unknown } = plan.counts
  const told = planned === 0 ? 'No pipeline planned' : `${counted(planned, 'pipeline')} planned`
  const changes = (['added', 'changed', 'removed'] as const).flatMap((kind) =>
    plan.counts[kind] === 0 ? [] : [`${plan.counts[kind]} ${kind}`],
  )
  const differing = changes.length === 0 && unknown === 0 && planned > 0 ? ['none changed'] : changes
  const among = differing.length === 0 ? '' : ` (${differing.join(', ')})`
  return `${icon(plan)} ${told}${among}, ${diagnosticCounts(plan)}`
}

function icon({ errors, warnings }: PullRequestPlan): string {
  if (errors > 0) return '❌'
  return warnings > 0 ? '⚠️' : '✅'
}

function mistakes({ diagnostics, errors, warnings }: PullRequestPlan, max: number): string[] {
  return diagnostics.length === 0 ? [] : [diagnosticTable(diagnostics, max, errors + warnings)]
}

interface Room {
  readonly rows: number
  /** Characters of all graphs together. */
  readonly drawing: number
  readonly unchanged?: 'in full'
}

/** The pipelines share the room: the more there are, the shorter are their tables and the coarser their graphs. */
function pipelines(plan: PullRequestPlan, { rows, drawing, unchanged }: Room): string[] {
  const full = plan.pipelines.filter(
    ({ change }) => change !== 'removed' && (change !== 'same' || unchanged === 'in full'),
  )
  const share = {
    rows: Math.min(rows / 4, Math.max(10, Math.floor(rows / Math.max(1, full.length)))),
    drawing: Math.floor(drawing / Math.max(1, full.length)),
  }
  const { planned, removed } = plan.counts
  const left = planned + removed - plan.pipelines.length
  return [
    ...full.flatMap((pipeline) => pipelineSection(pipeline, share)),
    ...named(plan, 'removed', 'Removed'),
    ...(unchanged === 'in full' ? [] : named(plan, 'same', 'As they were')),
    ...(left > 0 ? [`*… and ${counted(left, 'more pipeline')}.*`] : []),
  ]
}

function named({ pipelines: all }: PullRequestPlan, change: PipelineNews['change'], title: string): string[] {
  const files = all.filter((one) => one.change === change).map(({ file }) => file)
  return files.length === 0 ? [] : [`**${escapeMarkdown(title)}:** ${listed(listOf(files))}`]
}
