import type { Condition } from './condition.ts'

/** What an attempt comes to; `again`: a failure that another attempt might mend. */
export type Fate = 'ok' | 'fail' | 'again'

/** A step as it is drawn. Needs are steps that are written before it. */
export interface DrawnStep {
  readonly id: string
  readonly needs: readonly string[]
  readonly if?: Condition
  readonly continueOnError: boolean
  readonly teardown?: string
  readonly maxAttempts: number
  /** Of each attempt; those after it are `ok`. */
  readonly fates: readonly Fate[]
  readonly runsOn: string
  /** The steps of the pipeline that it uses; then it does nothing itself. */
  readonly uses?: readonly DrawnStep[]
  /** What becomes of each leg; then it is mapped, and its own fates are not asked. */
  readonly legs?: readonly Fate[]
  /** A number, or a share in percent. */
  readonly maxFailures: number | `${number}%`
  readonly failFast: boolean
}
