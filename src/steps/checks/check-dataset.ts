import type { Dataset } from '../../dataset/column.ts'
import type { StepContext } from '../step.ts'
import { runChecks } from './run-checks.ts'

/** Runs the step's checks on the dataset it made. */
export async function checkDataset(dataset: Dataset, context: StepContext): Promise<void> {
  if (context.checks.length === 0) return
  await using database = await context.ports.databases.open(
    { url: 'sqlite::memory:' },
    context.workspace,
    context.signal,
  )
  await database.transaction(dataset, async (transaction) => {
    const table = await transaction.stage(() => {})
    const { name, columns, rows } = dataset
    await runChecks({ transaction, table, name, columns, rows, mask: context.mask }, context)
  })
}
