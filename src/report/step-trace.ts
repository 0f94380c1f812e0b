import type { RunEvent, StepSummary } from '../run/event.ts'
import type { LogTail, Retried } from './report.ts'

export type StepFinished = Extract<RunEvent, { type: 'step-finished' }>

/** What the events say of one step; without `finished` and `summary` its job ended before telling. */
export interface StepTrace {
  readonly startedAt?: string
  readonly attempts: number
  readonly retries: readonly Retried[]
  readonly log: LogTail
  /** The files that legs made to be committed. */
  readonly commits: readonly { readonly path: string; readonly file: string }[]
  readonly finished?: StepFinished
  readonly summary?: StepSummary
}
