import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import type { Plan } from '../plan/plan.ts'
import { maxSummaryBytes, truncateMarkdown } from '../text/markdown.ts'
import { diagnosticCounts, diagnosticTable } from './diagnostic-table.ts'
import { link, maxBody } from './failure-issue.ts'
import type { UpsertComment } from './intent.ts'
import { keyLine } from './issue-key.ts'
import { type PipelineFacts, planSection } from './plan-section.ts'
import { counted } from './quantities.ts'

export interface PullRequestFacts {
  /** Of all manifests of the pull request. */
  readonly diagnostics: readonly LocatedDiagnostic[]
  /** By the pipeline's id. */
  readonly pipelines?: Readonly<Record<string, PipelineFacts>>
  readonly runUrl?: string
}

/** The key of the one comment we keep on a pull request. */
export const planMarker = 'plan'

/** The intent that keeps the plan's comment up to date. */
export function planCommentIntent(
  pullRequest: number,
  plans: readonly Plan[],
  facts: PullRequestFacts,
): UpsertComment {
  return { type: 'upsert-comment', marker: planMarker, pullRequest, body: planComment(plans, facts) }
}

/** The body of that comment: its marker, the verdict, then each pipeline's plan. At most 65,000 characters. */
export function planComment(plans: readonly Plan[], facts: PullRequestFacts): string {
  const details = facts.runUrl === undefined ? [] : [link('All details', facts.runUrl)]
  const blocks = [
    keyLine(planMarker),
    `## ${verdict(plans, facts)}`,
    ...mistakes(facts.diagnostics, 10),
    ...sections(plans, facts, 60),
    ...details,
  ]
  return truncateMarkdown(`${blocks.join('\n\n')}\n`, maxBody)
}

/** The same for the summary of the job, which has more room: every diagnostic, longer tables. */
export function pullRequestSummary(plans: readonly Plan[], facts: PullRequestFacts): string {
  const blocks = [
    `# ${verdict(plans, facts)}`,
    ...mistakes(facts.diagnostics, 2000),
    ...sections(plans, facts, 500),
  ]
  return truncateMarkdown(`${blocks.join('\n\n')}\n`, maxSummaryBytes - 4096, 'bytes')
}

function verdict(plans: readonly Plan[], { diagnostics }: PullRequestFacts): string {
  const planned = plans.length === 0 ? 'No pipeline planned' : `${counted(plans.length, 'pipeline')} planned`
  return `${icon(diagnostics)} ${planned}, ${diagnosticCounts(diagnostics)}`
}

function icon(diagnostics: readonly LocatedDiagnostic[]): string {
  if (diagnostics.some(({ severity }) => severity === 'error')) return '❌'
  return diagnostics.length > 0 ? '⚠️' : '✅'
}

function mistakes(diagnostics: readonly LocatedDiagnostic[], max: number): string[] {
  return diagnostics.length === 0 ? [] : [diagnosticTable(diagnostics, max)]
}

/** The tables share the room: many pipelines, shorter tables. */
function sections(plans: readonly Plan[], facts: PullRequestFacts, rows: number): string[] {
  const share = Math.max(10, Math.floor((rows * 4) / Math.max(4, plans.length)))
  return plans.flatMap((plan) => planSection(plan, facts.pipelines?.[plan.pipeline] ?? {}, share))
}
