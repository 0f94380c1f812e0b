import { join } from 'node:path'
import type { Dataset } from '../../dataset/column.ts'
import type { StepContext } from '../step.ts'
import type { Check } from './check.ts'
import { addRejects } from './add-rejects.ts'
import type { Checked } from './checked.ts'
import { type Quarantined, quarantine } from './quarantine.ts'
import { type Judgement, runChecks } from './run-checks.ts'

/** What checks made of a dataset: it may have lost rows to `rejects`. */
export interface CheckedDataset extends Judgement, Quarantined {
  readonly rejects?: Dataset
}

/**
 * Runs checks on a dataset: those that put rows aside first, the others on what remains. What is put aside joins the
 * rejects that the step has already. Throws a `Failure` (`checks/failed`, `checks/column`, `rows/rejected`).
 */
export async function checkDataset(
  dataset: Dataset,
  checks: readonly Check[],
  context: StepContext,
): Promise<CheckedDataset> {
  if (checks.length === 0) return { dataset, rejected: 0, notes: [], warnings: [], measured: {} }
  const quarantines = checks.filter(({ severity }) => severity === 'quarantine')
  const others = checks.filter(({ severity }) => severity !== 'quarantine')
  const aside = quarantines.length === 0 ? undefined : await putAside(dataset, quarantines, context)
  const kept = aside?.dataset ?? dataset
  const judgement = await withRows(kept, context, (checked) => runChecks(others, checked, context))
  return { dataset: kept, rejected: 0, notes: [], ...aside, ...judgement }
}

async function putAside(
  dataset: Dataset,
  checks: readonly Check[],
  context: StepContext,
): Promise<Quarantined & { readonly rejects?: Dataset }> {
  using rejects = addRejects(context.rejectsPath)
  const path = join(context.scratch, 'kept.sqlite')
  const aside = await withRows(dataset, context, (checked) =>
    quarantine(dataset, checks, {
      checked,
      context,
      path,
      onReject: (reject) => rejects.add(dataset.name, reject),
    }),
  )
  if (aside.rejected === 0) return aside
  return { ...aside, rejects: rejects.finish() }
}

async function withRows<T>(
  dataset: Dataset,
  { ports, workspace, signal, mask }: StepContext,
  work: (checked: Checked) => Promise<T>,
): Promise<T> {
  const { name, columns, rows } = dataset
  await using database = await ports.databases.open({ url: 'sqlite::memory:' }, workspace, signal)
  return await database.transaction(dataset, async (transaction) => {
    const table = await transaction.stage(() => {})
    return work({ transaction, table, name, columns, rows, mask })
  })
}
