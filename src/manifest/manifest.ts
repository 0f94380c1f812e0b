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
  readonly connections: Readonly<Record<string, Connection>>
  readonly env: Readonly<Record<string, Template>>
  /** What it hands to a pipeline that uses it: expressions over its own steps. */
  readonly outputs: Readonly<Record<string, Template>>
  /** The datasets it hands to a pipeline that uses it, by name: the step that makes each. */
  readonly datasets: Readonly<Record<string, StepId>>
  /** How many steps of a pool may be at work at once. A limited connection is the pool `connections.<name>`. */
  readonly pools: Readonly<Record<string, number>>
  readonly concurrency: Concurrency
  /** In the order they are written. */
  readonly steps: readonly Step[]
  readonly onFailure: OnFailure
}

export interface Connection {
  /** Empty where a `dialect` is told none. */
  readonly url: Template
  /** The module that makes its Kysely dialect, relative to the repository's root; absent: the URL's scheme tells. */
  readonly dialect?: string
  /** What the module is given beside the URL. */
  readonly env?: Readonly<Record<string, Template>>
}

export interface Schedule {
  readonly cron: string
  /** An IANA time zone. */
  readonly timezone: string
  readonly catchUp: 'all' | 'latest' | 'none'
  readonly with: Readonly<Record<string, InputValue>>
}

/** As its type has it; `json` may be anything JSON can say, `list` is a list of texts. */
export type InputValue = Json

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** What becomes of a run while another one of the same pipeline is at work: it waits, replaces that one, or runs beside it. */
export type Concurrency = 'queue' | 'cancel' | 'parallel'

export interface Input {
  readonly type: InputType
  readonly description?: string
  readonly required: boolean
  readonly default?: InputValue
  readonly options?: readonly string[]
  /** integer, number, date, datetime: the least and the greatest value, both allowed. */
  readonly min?: number | string
  readonly max?: number | string
  /** text: a regular expression that the whole value must match. */
  readonly pattern?: string
}

export type InputType =
  | 'text'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'date'
  | 'datetime'
  | 'json'
  | 'list'

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
  /** The inputs of the pipeline that a `uses` step runs, as written: texts may hold `${{ }}`. */
  readonly with: Readonly<Record<string, Json>>
  /** Runs the step once for each leg. */
  readonly strategy?: Strategy
  /** Absent: the step is run every time. */
  readonly cache?: Cache
  /** The set-up step that it undoes: it runs last, if that succeeded, and does not decide the run's result. */
  readonly teardown?: StepId
  /** The pool it takes a place in. */
  readonly pool?: string
  readonly tags: readonly string[]
  /** Its values that are no text and come from expressions. Absent: there are none. What stands in their place is a guess. */
  readonly late?: Late
  /** Where the step stands in its document. */
  readonly path: Path
}

/** Values that an expression makes just before they are needed (`run/settle-step.ts`). */
export interface Late {
  readonly values: readonly LateValue[]
  /** What they are part of, as authored: it is read again when they are known. */
  readonly authored: unknown
}

export interface LateValue {
  /** From the step. */
  readonly path: Path
  readonly text: Template
  /** What stands in its place until it is known. Absent: nothing does. */
  readonly standIn?: unknown
}

/** A step: what every kind has, and the options of its own kind. `StepOptions` is told apart by `kind`. */
export type Step = StepCommon & StepOptions

export interface Retry {
  readonly maxAttempts: number
  readonly backoff: 'constant' | 'exponential'
  readonly delayMs: number
  readonly maxDelayMs: number
  /** Counted from the start of the first attempt: none begins later. */
  readonly maxTimeMs?: number
  /** Which failures are tried again. Absent: those that say themselves that another attempt might succeed. */
  readonly on?: RetryOn
  /** How many further attempts failures of the infrastructure get, beside `maxAttempts`. */
  readonly infrastructure: number
}

/** A failure is tried again if any of these fits it. */
export interface RetryOn {
  readonly exitCodes: readonly number[]
  /** A status (`429`) or a class of them (`5xx`). */
  readonly httpStatuses: readonly string[]
  /** A database's error class: `40001`, or `08*` for all that begin so. */
  readonly sqlStates: readonly string[]
  /** Regular expressions; one is found in the failure's message, its causes or the last lines of the step's log. */
  readonly messages: readonly string[]
  readonly timeout: boolean
}

export interface Cache {
  /** An entry older than this is not taken. Absent: none is too old. */
  readonly maxAgeMs?: number
  /** Names of environment variables whose values count. */
  readonly env: readonly string[]
  /** Further files of the repository whose bytes count; globs. */
  readonly files: readonly string[]
}

/** How a step is mapped: run once for each leg of its matrix. */
export interface Strategy {
  readonly matrix: Matrix
  /** How many legs may be at work at once, over all jobs. */
  readonly maxParallel?: number
  /** Whether the other legs are stopped as soon as more have failed than may. */
  readonly failFast: boolean
  readonly maxFailures: MaxFailures
}

/** How many legs may fail before the step has: so many, or this share of them (0 to 1). */
export type MaxFailures = { readonly count: number } | { readonly share: number }

/** The values of one leg, by name. */
export type LegValues = Readonly<Record<string, Json>>

export type Matrix =
  /** One leg for each row of a step's dataset: its columns are the values. */
  | { readonly kind: 'rows'; readonly from: StepId }
  /** An expression whose value is a list of objects, or an object written like the one below. */
  | { readonly kind: 'expression'; readonly expression: Template }
  /** GitHub's matrix: every combination of the axes, without `exclude`, and with `include` as GitHub applies it. */
  | {
      readonly kind: 'axes'
      /** A list, or an expression whose value is one. */
      readonly axes: Readonly<Record<string, readonly Json[] | Template>>
      readonly include: readonly LegValues[] | Template
      readonly exclude: readonly LegValues[] | Template
    }
