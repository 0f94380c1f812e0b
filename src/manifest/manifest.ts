import type { Path } from '../diagnostic/diagnostic.ts'
import type { Check } from '../steps/checks/check.ts'
import type { StepOptions } from '../steps/kinds.ts'

export type StepId = string & { readonly __brand?: 'StepId' }

/** Text that may hold `${{ }}`: evaluated just before the step that uses it starts. */
export type Template = string

/** A pipeline as its author wrote it, every field known and typed, defaults filled in; plain data. */
export interface Manifest {
  /** The file's name without folder and ending: names the pipeline in commands, artifacts and issues. */
  readonly id: string
  /** The file, relative to the repository's root. */
  readonly file: string
  readonly name: string
  readonly schedules: readonly Schedule[]
  readonly inputs: Readonly<Record<string, Input>>
  readonly connections: Readonly<Record<string, Template>>
  readonly env: Readonly<Record<string, Template>>
  /** In the order they are written. */
  readonly steps: readonly Step[]
  readonly onFailure: OnFailure
}

export interface Schedule {
  readonly cron: string
  /** An IANA time zone. */
  readonly timezone: string
  readonly catchUp: 'all' | 'latest' | 'none'
  readonly with: Readonly<Record<string, InputValue>>
}

export type InputValue = string | number | boolean

export interface Input {
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'choice' | 'date'
  readonly description?: string
  readonly required: boolean
  readonly default?: InputValue
  readonly options?: readonly string[]
}

export interface OnFailure {
  /** `null`: no issue is opened. */
  readonly issue: { readonly labels: readonly string[]; readonly assignees: readonly string[] } | null
}

interface StepCommon {
  readonly id: StepId
  /** As written under `needs`; what `from:` implies is added by the graph. */
  readonly needs: readonly StepId[]
  /** The expression, without `${{ }}`. Absent: run only when every need succeeded. */
  readonly if?: string
  readonly retry: Retry
  readonly timeoutMs: number
  readonly continueOnError: boolean
  readonly env: Readonly<Record<string, Template>>
  /** The runner's label or labels. */
  readonly runsOn: string | readonly string[]
  readonly checks: readonly Check[]
  /** Where the step stands in its document. */
  readonly path: Path
}

/** A step: what every kind has, and the options of its own kind. `StepOptions` is told apart by `kind`. */
export type Step = StepCommon & StepOptions

export interface Retry {
  readonly maxAttempts: number
  readonly backoff: 'constant' | 'exponential'
  readonly delayMs: number
  readonly maxDelayMs: number
}
