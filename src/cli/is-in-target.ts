import type { StepReport } from '../report/report.ts'
import type { LoadOptions } from '../steps/load/options.ts'

/** Whether the rows of the dataset are what now stands in the target: all of them, and put there by this load. */
export function isInTarget(
  load: LoadOptions,
  { counts, cached }: Pick<StepReport, 'counts' | 'cached'>,
): boolean {
  if (counts === undefined || cached === true) return false
  const { read, loaded, unchanged } = counts
  const isKept = load.target === 'table' && load.mode === 'insert-missing'
  return loaded > 0 ? read === loaded + (isKept ? 0 : unchanged) : read === 0
}
