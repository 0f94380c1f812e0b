import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import type { OnFailure } from '../manifest/manifest.ts'
import type { FailureRecord } from '../run/event.ts'
import { code, escapeMarkdown, truncateMarkdown } from '../text/markdown.ts'
import { diagnosticTable } from './diagnostic-table.ts'
import {
  addressees,
  type FailurePlace,
  issueTitle,
  lastGood,
  link,
  maxBody,
  wayOut,
} from './failure-issue.ts'
import { failureText } from './failure-section.ts'
import type { UpsertIssue } from './intent.ts'
import { failureKey, keyLine, planStep } from './issue-key.ts'
import { runAgain } from './run-again.ts'

/** What is known when a run has no plan: its manifest is wrong, or the job that was to plan it died. */
export interface PlanFailureFacts extends FailurePlace {
  /** The manifest's id, and its file. */
  readonly pipeline: string
  readonly file: string
  /** Absent when the manifest cannot be read that far. */
  readonly name?: string
  readonly trigger: string
  /** Absent when the manifest does not say, or cannot be read. */
  readonly onFailure?: OnFailure
  readonly diagnostics?: readonly LocatedDiagnostic[]
  readonly failure?: FailureRecord
}

/** One issue, under the step `(plan)`, when a scheduled run came to no plan. The next plan closes it. */
export function planFailureIntents(facts: PlanFailureFacts): UpsertIssue[] {
  const onFailure = facts.onFailure ?? { issue: { labels: [], assignees: [] } }
  if (facts.trigger !== 'schedule' || onFailure.issue === null) return []
  const key = failureKey(facts.pipeline, planStep)
  const name = facts.name ?? facts.pipeline
  const what = [...reason(facts)]
  const body = [
    keyLine(key),
    `**${escapeMarkdown(name)}** (${code(facts.file)}) could not be planned, so none of its steps ran.`,
    ...what,
    ...wayOut(runAgain({ file: facts.file, inputs: {} }), facts),
    '*The next failure comments here; the next run that can be planned closes this issue.*',
  ]
  const run = facts.runUrl === undefined ? '' : ` (${link('this run', facts.runUrl)})`
  const comment = [
    `Could not be planned again${run}.`,
    ...what,
    `Last good run: ${lastGood(facts.lastGood)}.`,
  ]
  return [
    {
      type: 'upsert-issue',
      key,
      title: issueTitle(name, ': the run could not be planned'),
      body: truncateMarkdown(body.join('\n\n'), maxBody),
      comment: truncateMarkdown(comment.join('\n\n'), maxBody),
      ...addressees(onFailure),
    },
  ]
}

/** The same for the summary of the run, whether or not there is an issue. */
export function planFailureSummary(facts: PlanFailureFacts): string {
  const name = facts.name ?? facts.pipeline
  const body = [
    `# ❌ ${escapeMarkdown(name)} could not be planned`,
    `None of the steps of ${code(facts.file)} ran.`,
    ...reason(facts),
  ]
  return truncateMarkdown(body.join('\n\n'), maxBody)
}

const shownDiagnostics = 50

function reason({ diagnostics = [], failure }: PlanFailureFacts): string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (failure === undefined && errors.length === 0)
    return ['The job that plans it ended without saying why: open its log.']
  return [
    ...(failure === undefined ? [] : failureText(failure)),
    ...(errors.length === 0 ? [] : [diagnosticTable(errors, shownDiagnostics)]),
  ]
}
