import type { OnFailure } from '../manifest/manifest.ts'
import { commitIntents } from './commit-intents.ts'
import { type FailurePlace, failureIssue, recoveryComment } from './failure-issue.ts'
import { failureKey, planStep, stepOfKey } from './issue-key.ts'
import type { CloseIssue, Intent, UpsertIssue } from './intent.ts'
import { lostCode } from '../diagnostic/lost.ts'
import { usesFailedCode } from '../diagnostic/uses-failed.ts'
import type { Report, StepReport } from './report.ts'
import { hasFailed } from './result-words.ts'
import { unknownNeedCode } from '../run/verdict/verdict.ts'

/** What a report cannot know about GitHub. */
export interface IntentFacts extends FailurePlace {
  /** GitHub's event name, or `cli`. */
  readonly trigger: string
  readonly onDefaultBranch: boolean
  readonly onFailure: OnFailure
  /** Every step of the manifest; a run may have been of fewer. */
  readonly steps: readonly string[]
  /** The open issues that bear our label and a key of ours (`failureKeyIn`). */
  readonly openIssues: readonly OpenIssue[]
  /** Where files are committed to; absent: the branch the run is on. */
  readonly branch?: string
}

export interface OpenIssue {
  readonly number: number
  readonly key: string
}

/** More issues of one run than this help nobody; the last one names the other steps. */
const maxIssues = 20

/**
 * What a finished run should change on GitHub: an issue for each step that failed by schedule, its closing once the
 * step is good again on the default branch, and the files that were made to be committed.
 */
export function intents(report: Report, facts: IntentFacts): Intent[] {
  return [...failureIssues(report, facts), ...recoveries(report, facts), ...commitIntents(report, facts)]
}

function failureIssues(report: Report, facts: IntentFacts): UpsertIssue[] {
  if (facts.trigger !== 'schedule' || facts.onFailure.issue === null) return []
  const told = (step: StepReport) =>
    step.failure?.code !== usesFailedCode &&
    !isLostBeside(step, report.steps) &&
    !isBelowLost(step, report.steps)
  const failed = report.steps.filter((step) => hasFailed(step) && told(step))
  return failed.slice(0, maxIssues).map((step) => failureIssue(report, step, facts))
}

/** A job that dies is one mishap, however many of its steps it takes along: the one that was at work tells it. */
function isLostBeside(step: StepReport, steps: readonly StepReport[]): boolean {
  if (step.failure?.code !== lostCode) return false
  const lost = steps.filter(({ job, failure }) => job === step.job && failure?.code === lostCode)
  return (lost.find(({ attempts }) => attempts > 0) ?? lost[0]) !== step
}

/** A step that failed only because a need was lost: the issue about what was lost tells of it. */
function isBelowLost(step: StepReport, steps: readonly StepReport[]): boolean {
  return step.failure?.code === unknownNeedCode && steps.some(({ failure }) => failure?.code === lostCode)
}

function recoveries(report: Report, facts: IntentFacts): CloseIssue[] {
  const watched = facts.trigger === 'schedule' || facts.trigger === 'workflow_dispatch'
  if (!watched || !facts.onDefaultBranch) return []
  const known = new Set([...facts.steps, ...report.steps.map(({ id }) => id)])
  const good = new Set(report.steps.filter(({ result }) => result === 'success').map(({ id }) => id))
  return facts.openIssues.flatMap(({ number, key }) => {
    const step = stepOfKey(key, report.pipeline)
    if (step === undefined || failureKey(report.pipeline, step) !== key) return []
    const over = step === planStep ? 'planned' : good.has(step) ? 'succeeded' : 'removed'
    if (over === 'removed' && known.has(step)) return []
    return [{ type: 'close-issue', key, number, comment: recoveryComment(report, over, facts) }]
  })
}
