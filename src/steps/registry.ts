import type { Column, Dataset } from '../dataset/column.ts'
import type { ExtractOptions } from './extract/options.ts'
import type { LoadOptions } from './load/options.ts'
import type { RunOptions } from './run/options.ts'
import type { TransformOptions } from './transform/options.ts'
import type { StepContext, StepOutcome } from './step.ts'

/** A step's kind and its options, told apart by `kind`. */
export type StepOptions =
  | { readonly kind: 'extract'; readonly options: ExtractOptions }
  | { readonly kind: 'transform'; readonly options: TransformOptions }
  | { readonly kind: 'load'; readonly options: LoadOptions }
  | { readonly kind: 'run'; readonly options: RunOptions }

export type { Column, Dataset, StepContext, StepOutcome }
