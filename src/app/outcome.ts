import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { pipelineId } from '../manifest/pipeline-id.ts'
import type { Plan } from '../plan/plan.ts'
import type { FailurePlace } from '../report/failure-issue.ts'
import type { Intent } from '../report/intent.ts'
import { intents, type OpenIssue } from '../report/intents.ts'
import { planFailureIntents, planFailureSummary } from '../report/plan-failure.ts'
import type { Report } from '../report/report.ts'
import { renderMarkdown } from '../report/render-markdown.ts'
import { summarize } from '../report/summarize.ts'
import type { FailureRecord, RunEvent, RunResult } from '../run/event.ts'

/** What a run left. */
export interface LeftRun {
  readonly plan: Plan
  readonly manifest: Manifest
  readonly events: readonly RunEvent[]
  /** Somebody cancelled the whole run; otherwise a job that was stopped was stopped by itself, and that is a failure. */
  readonly cancelled: boolean
}

/** What is known of a run that left no plan. */
export interface LeftNoPlan {
  readonly file: string
  /** Absent when the manifest cannot be read that far. */
  readonly manifest?: Manifest
  readonly diagnostics: readonly LocatedDiagnostic[]
  /** Why there is a plan, but none that can be read. */
  readonly failure?: FailureRecord
  readonly cancelled: boolean
}

/** What GitHub knows of the run and its pipeline. */
export interface RunFacts extends FailurePlace {
  readonly trigger: string
  readonly onDefaultBranch: boolean
  readonly openIssues: readonly OpenIssue[]
}

/** How a run ended, in words, and what is to be done about it. */
export interface Outcome {
  /** Absent: there was no plan. */
  readonly report?: Report
  readonly result: RunResult
  readonly summary: string
  readonly intents: readonly Intent[]
}

/** Judges a run by what its jobs left. */
export function outcomeOfRun({ plan, manifest, events, cancelled }: LeftRun, facts: RunFacts): Outcome {
  const report = summarize(plan, events, { cancelled })
  const steps = plan.steps.map(({ id }) => id)
  return {
    report,
    result: report.result,
    summary: renderMarkdown(report),
    intents: intents(report, { ...facts, onFailure: manifest.onFailure, steps }),
  }
}

/** No plan: its manifest is wrong, or the job that was to make it died. Either way somebody is told. */
export function outcomeWithoutPlan(left: LeftNoPlan, facts: RunFacts): Outcome {
  const { file, manifest, diagnostics, failure, cancelled } = left
  if (cancelled) return { result: 'cancelled', summary: '', intents: [] }
  const told = {
    ...facts,
    pipeline: manifest?.id ?? pipelineId(file),
    file,
    diagnostics,
    ...(manifest === undefined ? {} : { name: manifest.name, onFailure: manifest.onFailure }),
    ...(failure === undefined ? {} : { failure }),
  }
  return { result: 'failure', summary: planFailureSummary(told), intents: planFailureIntents(told) }
}
