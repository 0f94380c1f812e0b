import type * as z from 'zod'
import type { Column } from '../dataset/column.ts'
import type { Tell } from './authored.ts'
import type { Incremental } from './extract/incremental/incremental-options.ts'
import type { TableWords } from './load/table-options.ts'

/**
 * One kind of step as everyone but its executor knows it: pure data and functions, so that checking, planning and
 * generating workflows load nothing that does work. `steps/kinds.ts` lists them.
 */
export interface StepKind<Authored, Options> {
  /** What stands under the kind's key. */
  readonly schema: z.ZodType<Authored>
  /** What the key does, in a sentence of the reference. */
  readonly meaning: string
  readonly decode: (authored: Authored, tell: Tell) => Options
  /** By option, what a text there is when it holds `${{ }}`; `''` stands for the text of a short form. Others take none. */
  readonly texts: Readonly<Record<string, TextUse>>
  /** By option, what a text there must look like once its expressions have their values. */
  readonly shapes?: Readonly<Record<string, TextShape>>
  /** Keys beside the kind's own that it would ignore: why, and what to do. */
  readonly ignores?: Readonly<Record<string, { readonly message: string; readonly help: string }>>
  readonly facts: (options: Options) => StepFacts
}

/**
 * `template`: expressions become text. `told`: the same, but the text is told to everyone who sees the run, so it may
 * hold no secret. `value`: the same as `template`, but one expression alone keeps its type. `sql`: they are bound as parameters. `script`: they are refused.
 */
export type TextUse = 'template' | 'value' | 'told' | 'sql' | 'script'

export interface TextShape {
  readonly pattern: RegExp
  /** How it goes on behind "must be". */
  readonly wanted: string
}

/** A place below the kind's key. */
type OptionPath = readonly (string | number)[]

/** What follows from the options of one step, without running it. */
export interface StepFacts {
  /** The step whose dataset it reads because its option `from` names it. */
  readonly from?: string
  readonly makesDataset: boolean
  /** Set when it can put out values: the names that it is seen to write, which need not be all. */
  readonly outputs?: readonly string[]
  /** What to add to the step so that it makes a dataset. Absent: nothing could. */
  readonly datasetBy?: string
  /** The declared columns of the dataset it makes. */
  readonly columns?: readonly Column[]
  /** Whether its checks and `columnsNamed` are about the dataset of `from` and not about its own. */
  readonly judgesFrom?: boolean
  /** Whether its checks are about the rows of a table that it fills, and not about a dataset. */
  readonly judgesTable?: boolean
  /** The columns its options name, and where. */
  readonly columnsNamed?: readonly { readonly name: string; readonly path: OptionPath }[]
  /** The connection of the manifest that it uses. */
  readonly connection?: { readonly name: string; readonly path: OptionPath }
  /** The files of the repository that it refers to. */
  readonly files: readonly FileUse[]
  /** What it reads that no step made. */
  readonly reads?: 'files' | 'query'
  /** Of all it needs it reads no rows but those of `from`. */
  readonly readsFromOnly?: boolean
  /** It makes a dataset and does nothing else. */
  readonly isPure?: boolean
  /** Set when each run reads only what is new since the last. */
  readonly incremental?: Incremental
  /** Rows that do not fit may be left out of its dataset. */
  readonly mayReject?: boolean
  /** Nobody is asked when its columns are others than in the last run. */
  readonly columnsMayChange?: boolean
  /** Some of its work can be done ahead, while the rows of `from` are still written. */
  readonly mayBeAhead?: boolean
  /** How the rows of `from` go into a table. */
  readonly fills?: Pick<TableWords, 'mode' | 'modeUnsaid' | 'missing'>
  /** What it puts its rows in place of; two steps of a run must not both. */
  readonly replaces?: { readonly target: string; readonly path: OptionPath }
  /** The file of the repository that it writes, as it is written. */
  readonly writes?: { readonly file: string; readonly path: OptionPath }
  /** It adds rows to what is there, and its author did not say so. */
  readonly appendsUnsaid?: { readonly table: string; readonly path: OptionPath }
  /** Whether it has a file committed to the repository. */
  readonly commits?: boolean
  /** What a need's dataset is called where the step finds it. Absent: by the step's own id. */
  readonly inputName?: (need: string) => string
}

export interface FileUse {
  readonly file: string
  readonly path: OptionPath
  /** `code`: part of the pipeline, so a change of it is a change of the pipeline. `source`: the data it reads. */
  readonly use: 'code' | 'source'
  /** Set when the file is looked up while the manifest is checked; what it is called when it is not there. */
  readonly lookUp?: string
}
