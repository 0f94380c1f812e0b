import type { StepContext, StepOutcome } from '../step.ts'
import type { BatchWriter } from '../write/batch-writer.ts'
import { openBatchWriter } from '../write/open-batch-writer.ts'
import type { ColumnsToMake } from './contract/agreed-columns.ts'
import type { ExtractOptions } from './options.ts'
import { RejectLog } from './reject-log.ts'
import { requireAllowedEmpty } from './require-allowed-empty.ts'

/** What an extract makes its dataset of. */
interface Origin {
  readonly wanted: Pick<ColumnsToMake, 'columns' | 'note' | 'gone'>
  /** How large it is. */
  readonly bytes: number
  /** What a person calls it. */
  readonly sources: readonly { readonly label: string }[]
  /** Writes its rows, and answers how many they were, counted as they were read. */
  readonly read: (writer: BatchWriter, rejects: RejectLog) => Promise<number>
}

/**
 * The dataset of an extract, and a second one of the rows that break a rule. Throws a `Failure` where those are more than
 * the step allows, or there is no row and there must be.
 */
export async function makeDataset(
  context: StepContext<ExtractOptions>,
  { wanted: { columns, note, gone }, bytes, sources, read: readInto }: Origin,
): Promise<StepOutcome> {
  const place = { path: context.datasetPath, table: context.stepId, columns }
  await using writer = openBatchWriter(place, bytes, context.follow)
  using rejects = new RejectLog(context.rejectsPath, context.mask)
  const read = await readInto(writer, rejects)
  if (read === 0) requireAllowedEmpty(context, sources)
  await writer.judged()
  const rejected = rejects.finish()
  rejects.requireWithin(context.options.rejects, read)
  const dataset = await writer.finish()
  return {
    dataset: gone === undefined ? dataset : { ...dataset, gone },
    ...(note === undefined ? {} : { note }),
    ...(rejected === undefined ? {} : { rejects: rejected }),
    rows: { read, loaded: dataset.rows, rejected: rejects.rows, filtered: 0, deduplicated: 0, unchanged: 0 },
  }
}
