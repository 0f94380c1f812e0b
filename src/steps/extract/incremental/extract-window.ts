import { createDatasetFile } from '../../../dataset/dataset-file.ts'
import { Bug } from '../../../diagnostic/failure.ts'
import type { StepContext, StepOutcome } from '../../step.ts'
import { type SourceWindow, isBefore, windowLabel } from '../../window.ts'
import { narrowToWindow } from './narrow-to-window.ts'
import type { ExtractOptions } from '../options.ts'
import { RejectedCursors } from './rejected-cursors.ts'

type Context = StepContext<ExtractOptions>

/** What came when a source was asked for a window. */
export interface WindowRead {
  readonly outcome: StepOutcome
  /** By the clock of who sent it; of several the earliest. */
  readonly sentAt?: Date | undefined
}

/** Reads one window of a source. Of an empty one nothing is asked, where the columns are known without. */
export async function extractWindow(
  window: SourceWindow,
  context: Context,
  read: (rejected: RejectedCursors) => Promise<WindowRead>,
): Promise<StepOutcome> {
  const { incremental, columns } = context.options
  if (incremental === undefined) throw new Bug(`"${context.stepId}" has a window and is not incremental`)
  context.log(`window ${windowLabel(window)}`)
  if (!isBefore(window.kind, window.from, window.to) && columns !== undefined) {
    const { datasetPath: path, stepId: table } = context
    using file = createDatasetFile(path, { table, columns })
    const note = `nothing new since ${window.from}`
    return { dataset: file.finish(), rows: noRows, window, note }
  }
  const rejected = new RejectedCursors(window, incremental)
  const { outcome, sentAt } = await read(rejected)
  return narrowToWindow(outcome, { window, incremental, rejected, sentAt }, context)
}

const noRows = { read: 0, loaded: 0, rejected: 0, filtered: 0, deduplicated: 0, unchanged: 0 }
