import type { Column, Dataset } from '../dataset/column.ts'
import type { SourceMark } from '../plan/step-past.ts'
import type { Connection } from '../ports/database.ts'
import type { Ports } from '../ports/ports.ts'
import type { Check } from './checks/check.ts'
import type { SourceWindow } from './window.ts'
import type { WorkAhead } from './work-ahead.ts'
import type { Follow } from './write/followed-writer.ts'

/**
 * How many rows went where: `read = loaded + rejected + filtered + deduplicated + unchanged`, which the run asserts.
 * For steps that move rows one by one; a transform, which makes rows of rows, tells none.
 */
export interface RowCounts {
  readonly read: number
  /** Rows handed on: written to the dataset, the table or the file. */
  readonly loaded: number
  readonly rejected: number
  readonly filtered: number
  readonly deduplicated: number
  readonly unchanged: number
}

/** What a step may see and touch while it works: one attempt of one step. */
export interface StepContext<Options = unknown> {
  /** The manifest's id: with the step and the run it names a load in its ledger. */
  readonly pipeline: string
  readonly stepId: string
  /** Of a mapped step: which leg this is, or is inside; `key` is of its number and its values. */
  readonly leg?: { readonly path: string; readonly key: string }
  /** Every `${{ }}` outside SQL is already replaced by its value. */
  readonly options: Options
  /** The repository's root (absolute): relative paths start here. */
  readonly workspace: string
  /** A folder of this attempt's own (absolute); removed when the attempt ends. */
  readonly scratch: string
  /** Where this step's dataset must be when the attempt succeeds: write beside it, then rename. */
  readonly datasetPath: string
  /** Where its rejected rows are kept, as a dataset of their own (`dataset/rejects.ts`). */
  readonly rejectsPath: string
  /** The datasets of the needs, by step. */
  readonly needs: Readonly<Record<string, Dataset>>
  /** Of an incremental extract: what it is to read. */
  readonly window?: SourceWindow
  /** The windows that the rows of its needs come from. */
  readonly windows?: readonly SourceWindow[]
  /** The steps of whose rows some did not get to this one: put aside, or of legs that did not succeed. */
  readonly lacking?: readonly string[]
  /** What the rows must keep before anything downstream may see them. */
  readonly checks: readonly Check[]
  /** What the last good runs measured of this step's rows (`StepOutcome.measured`), the last one first. */
  readonly history?: readonly Readonly<Record<string, number>>[]
  /** What the last good run knew of this step. */
  readonly before?: StepBefore
  readonly env: Readonly<Record<string, string>>
  /** The connections of the manifest, by name. */
  readonly connections: Readonly<Record<string, Connection>>
  /** Resolves one `${{ expression }}` of SQL to a value to bind. */
  readonly bind: (expression: string) => string | number | bigint | null
  /** `file:line:column` of a piece of the step's SQL, as far as it can be found; for what is told of a mistake in it. */
  readonly placeOfSql?: (sql: string, within: { start: number; end: number }) => Promise<string | undefined>
  /** `at`: the logical time (ISO, UTC); absent: the beginning of the date. */
  readonly run: { readonly id: string; readonly date: string; readonly at?: string }
  /** Of a load: its rows come from an extract whose columns may change (`contract: evolve`, or none declared). */
  readonly evolves?: boolean
  /** Set where somebody takes up the rows of its dataset while they are written. */
  readonly follow?: Follow
  /**
   * Says that this step writes a file of the workspace (absolute; its folder is there). Throws a `Failure` if another one of
   * the run does. Absent: there is no other.
   */
  readonly claimFile?: (path: string) => void
  /** Of a load: what was done of it while its rows were still written. */
  readonly ahead?: WorkAhead
  readonly signal: AbortSignal
  readonly ports: Ports
  /** Hides what is secret. Whatever is shortened for a message goes through it first: half a secret cannot be found. */
  readonly mask: (text: string) => string
  /** Makes `mask`, and all that the run tells, hide what the step has just been given in confidence. */
  readonly hide: (secret: string) => void
  /** A line for people: kept in the step's log, masked, escaped. */
  readonly log: (line: string, stream?: 'stdout' | 'stderr') => void
  /** So far, of this attempt; the total is absent when it is not known. */
  readonly progress: (done: { rows?: number; bytes?: number; totalBytes?: number }) => void
}

export interface StepOutcome {
  readonly dataset?: Dataset
  readonly rejects?: Dataset
  readonly rows?: RowCounts
  readonly outputs?: Readonly<Record<string, string>>
  /** Markdown for the run's summary, written by a `run` step. */
  readonly summary?: string
  /** Of an incremental extract: what it has read. */
  readonly window?: SourceWindow
  /** A file of the repository that the report is to commit if its bytes changed. */
  readonly commit?: { readonly path: string }
  /** Said beside the result, e.g. "3 rows changed, 1,204 unchanged". */
  readonly note?: string
  /** Broken rules that its author only wants to be told of. */
  readonly warnings?: readonly string[]
  /** Numbers about the rows for later runs to compare theirs with (`steps/checks/find-drift.ts`). */
  readonly measured?: Readonly<Record<string, number>>
  /** Of an extract: what tells later runs whether its sources have other bytes. */
  readonly sources?: readonly SourceMark[]
  /** Of an extract: no source has other bytes than `before` says. There is no dataset if `before.kept` was said. */
  readonly unchanged?: true
}

export interface StepBefore {
  /** Of its dataset, as it was last made. */
  readonly columns?: readonly Column[]
  /** Of these the ones that its source did not have any more. */
  readonly gone?: readonly string[]
  /** Of an extract: it is to say what its sources are. */
  readonly asked?: true
  /** Of an extract that is as it was then: what its sources were. */
  readonly sources?: readonly SourceMark[]
  /** With `sources`: the dataset of then can be had, or nobody needs it, so no bytes are needed if they are the same. */
  readonly kept?: true
}

/** Does one kind of work. Throws a `Failure` for what the world did; leaves nothing half done when it throws. */
export type StepExecutor<Options> = (context: StepContext<Options>) => Promise<StepOutcome>
