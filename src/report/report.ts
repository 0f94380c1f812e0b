import type { BrokenRule } from '../dataset/broken-rules.ts'
import type { InputValue } from '../manifest/manifest.ts'
import type { Plan } from '../plan/plan.ts'
import type { Measures, StepMark } from '../plan/step-past.ts'
import type {
  DatasetRecord,
  FailureRecord,
  LegCounts,
  LegName,
  RejectSample,
  RunResult,
  StepResult,
} from '../run/event.ts'
import type { RowCounts } from '../steps/step.ts'

/** All that a reader of a finished run wants to know; nothing about how it is shown. Plain data, `report.json`. */
export interface Report {
  readonly schema: 1
  readonly pipeline: string
  readonly name: string
  /** The manifest, relative to the repository's root. */
  readonly file: string
  readonly run: RunFacts
  readonly result: RunResult
  /** From the first event to the last, over all jobs; 0 when there were none. */
  readonly durationMs: number
  readonly inputs: Readonly<Record<string, InputValue>>
  /** Up to where sources have been read, where no database keeps that. */
  readonly cursors?: Readonly<Record<string, string>>
  /** The line that runs it again on a laptop. */
  readonly command: string
  readonly totals: Totals
  /** In the plan's order. */
  readonly steps: readonly StepReport[]
  readonly jobs: Plan['jobs']
  readonly waves: Plan['waves']
  /** What the plan reckoned GitHub would bill. */
  readonly cost: Plan['cost']
}

export interface RunFacts {
  readonly id: string
  readonly trigger: string
  /** The logical time, and its date in the schedule's zone. */
  readonly at: string
  readonly date: string
  /** The date was asked for. */
  readonly dated?: true | undefined
  /** The window of time that was asked for. */
  readonly window?: Plan['run']['window']
  readonly startedAt?: string
  readonly finishedAt?: string
}

export interface Totals {
  /** What was not selected is counted by itself. */
  readonly steps: Readonly<Record<StepResult, number>>
  readonly unselected?: number
  /** Steps that were not run, or would have made the same, because nothing had changed; and the time that saved. */
  readonly unchanged?: { readonly steps: number; readonly savedMs: number } | undefined
  /** Failures that `continue-on-error` bears; they are among `steps.failure`. */
  readonly tolerated: number
  /** Rows that extracts read from the world, that loads wrote to it, and that any step rejected. */
  readonly extracted: number
  readonly loaded: number
  readonly rejected: number
}

export interface StepReport {
  readonly id: string
  readonly kind: string
  readonly needs: readonly string[]
  /** What it needs does not keep it from running by failing. */
  readonly anyway?: true
  /** Of a tear-down: its set-up. */
  readonly teardown?: string
  readonly job: string
  readonly result: StepResult
  readonly tolerated: boolean
  /** Only by a step that uses the pipeline it stands in: the steps beside it see a failure. */
  readonly toleratedAround?: true
  /** Why it was skipped or cancelled. */
  readonly reason?: string
  /** 0: it never started. */
  readonly attempts: number
  readonly startedAt?: string
  readonly durationMs: number
  /** Rows handed on; `null` for a step that moves none. */
  readonly rows: number | null
  readonly counts?: RowCounts
  readonly failure?: FailureRecord
  /** What made it try again, in order. */
  readonly retries: readonly Retried[]
  readonly log: LogTail
  /** Whose log that is, where it is that of a step inside the legs. */
  readonly logOf?: string
  readonly rejects?: Rejects
  /** Of a mapped step that uses a pipeline: the rows of the steps inside, over all legs. */
  readonly inside?: readonly InnerRows[]
  readonly outputs: Readonly<Record<string, string>>
  /** It was not run again: an earlier run, or its cache, had what it would make. */
  readonly cached?: true
  /** Of a step with `cache`: whether it was run, and why. */
  readonly cache?: { readonly decision: 'reused' | 'ran'; readonly reason: string }
  /** It was left out by `--select`. */
  readonly unselected?: true
  /** Nothing it depends on has changed since the last good run. */
  readonly unchanged?: true
  /** What later runs go by. */
  readonly mark?: StepMark
  /** Of an extract's dataset. */
  readonly columns?: DatasetRecord['columns']
  readonly measured?: Measures
  /** Of a mapped step: how its legs ended. */
  readonly legs?: LegCounts
  /** The first thousand of its legs that failed. */
  readonly failedLegs?: readonly LegName[]
  readonly note?: string
  /** Markdown that the step itself wrote. */
  readonly summary?: string
  /** A file to commit: `file` is where its bytes lie in the run's folder. */
  readonly commit?: { readonly path: string; readonly file: string }
  /** Those of its legs. */
  readonly commits?: readonly { readonly path: string; readonly file: string }[]
}

/** What became of the rows of a step inside the legs of a mapped step. */
export interface InnerRows {
  readonly id: string
  readonly kind: string
  readonly counts: RowCounts
  /** The first rows it rejected. */
  readonly first: readonly RejectSample[]
}

export interface Retried {
  /** Of a mapped step: which leg. */
  readonly leg?: string
  readonly attempt: number
  readonly failure: FailureRecord
  readonly delayMs: number
}

/** The last lines of a log, without colours and control characters. */
export interface LogTail {
  readonly lines: readonly string[]
  /** How many there were in all. */
  readonly total: number
}

export interface Rejects {
  /** `null`: not all were counted. */
  readonly rows: number | null
  /** Their dataset, in the run's folder. */
  readonly file?: string
  /** For what, the most frequent first; absent where it was not counted. */
  readonly byRule?: readonly BrokenRule[]
  readonly first: readonly RejectSample[]
}
