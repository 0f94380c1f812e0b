import { join } from 'node:path'
import type { Dataset } from '../../dataset/column.ts'
import type { Reject } from '../../dataset/reject.ts'
import type { StepContext } from '../step.ts'
import type { Check } from './check.ts'
import { addRejects } from './add-rejects.ts'
import type { Checked } from './checked.ts'
import { type Quarantined, quarantine } from './quarantine.ts'
import { withReferred } from './referred-table.ts'
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
  if (checks.length === 0) return untouched(dataset)
  const aside = checks.filter(({ severity }) => severity === 'quarantine')
  const others = checks.filter(({ severity }) => severity !== 'quarantine')
  const judgeOthers = (checked: Checked): Promise<Judgement> => runChecks(others, checked, context)
  const first = await withRows(dataset, checks, context, async (checked): Promise<CheckedDataset> => {
    const kept = await putAside(dataset, aside, { checked, context })
    // One database is enough when it has the rows that the others are to judge.
    return kept.rejected > 0 ? kept : { ...kept, ...(await judgeOthers(checked)) }
  })
  if (first.rejected === 0 || others.length === 0) return first
  return { ...first, ...(await withRows(first.dataset, others, context, judgeOthers)) }
}

function untouched(dataset: Dataset): CheckedDataset {
  return { dataset, rejected: 0, notes: [], warnings: [], measured: {} }
}

async function putAside(
  dataset: Dataset,
  checks: readonly Check[],
  { checked, context }: { readonly checked: Checked; readonly context: StepContext },
): Promise<CheckedDataset> {
  if (checks.length === 0) return untouched(dataset)
  using rejects = addRejects(context.rejectsPath)
  const path = join(context.scratch, 'kept.sqlite')
  const onReject = (reject: Reject): void => rejects.add(dataset.name, reject)
  const aside = await quarantine(dataset, checks, { checked, context, path, onReject })
  return { ...untouched(dataset), ...aside, ...(aside.rejected === 0 ? {} : { rejects: rejects.finish() }) }
}

async function withRows<T>(
  dataset: Dataset,
  checks: readonly Check[],
  context: StepContext,
  work: (checked: Checked) => Promise<T>,
): Promise<T> {
  const { name, columns, rows } = dataset
  const { ports, workspace, signal, mask } = context
  await using database = await ports.databases.open({ url: 'sqlite::memory:' }, workspace, signal)
  return await database.transaction(dataset, async (transaction) => {
    const table = await transaction.stage(() => {})
    return work(await withReferred(checks, { transaction, table, name, columns, rows, mask }, context))
  })
}
