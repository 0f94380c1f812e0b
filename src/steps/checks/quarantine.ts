import { sql } from 'kysely'
import type { Dataset } from '../../dataset/column.ts'
import type { Reject } from '../../dataset/reject.ts'
import { withoutRows } from '../../dataset/without-rows.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { counted, number } from '../../text/quantities.ts'
import { tableId } from '../sql/identifier.ts'
import { rowNumber } from '../sql/row-number.ts'
import { type Check, type RowRule, pointsAtRows } from './check.ts'
import type { Checked } from './checked.ts'
import { columnsOf, rejectOf } from './reject-of.ts'
import { requireColumns } from './require-columns.ts'
import { requireFitting } from './require-fitting.ts'
import { referredTable } from './referred-table.ts'
import { rowFault } from './row-fault.ts'
import type { CheckContext } from './run-checks.ts'

/** Rows of a dataset that broke a rule of severity `quarantine`, and the others. */
export interface Quarantined {
  /** Without the rows put aside. */
  readonly dataset: Dataset
  readonly rejected: number
  /** What was put aside, one line for each rule. */
  readonly notes: readonly string[]
}

interface Quarantine {
  readonly checked: Checked
  readonly context: CheckContext
  /** Where the dataset without the rows goes. It may be that of the dataset itself. */
  readonly path: string
  readonly onReject: (reject: Reject) => void
}

const faults = 'millrace_faults'
const pageSize = 10_000

/**
 * Puts the rows aside that break a rule. A row that breaks several counts once, and is told with each. Throws a `Failure`
 * (`rows/rejected`) when they are more than the rule bears, or all there are.
 */
export async function quarantine(
  dataset: Dataset,
  checks: readonly Check[],
  { checked, context, path, onReject }: Quarantine,
): Promise<Quarantined> {
  const { db } = checked.transaction
  const rules = checks.filter(pointsAtRows)
  await sql`create temporary table ${sql.id(faults)} (row integer not null, rule integer not null, primary key (row, rule)) without rowid`.execute(
    db,
  )
  const notes: string[] = []
  for (const [index, rule] of rules.entries()) {
    const found = await markFaults(rule, index, { checked, context })
    if (found > 0) notes.push(`${labelOf(rule)}: ${counted(found, 'row')} put aside`)
    else context.log(`check ${labelOf(rule)}: kept`)
    requireWithin(rule, found, checked)
  }
  for (const note of notes) context.log(`check ${note}`, 'stderr')
  const rejected = notes.length === 0 ? 0 : await countFaulty(checked)
  if (rejected === 0) return { dataset, rejected, notes }
  if (rejected === dataset.rows) throw allGone(dataset, notes)
  const next = faultsInOrder(checked)
  let fault = await next()
  const kept = await withoutRows(dataset, path, async (rowid, cursor) => {
    if (fault?.row !== rowid) return false
    const broken: RowRule[] = []
    for (; fault?.row === rowid; fault = await next()) broken.push(...rules.slice(fault.rule, fault.rule + 1))
    onReject(rejectOf(broken, cursor, dataset))
    return true
  })
  return { dataset: kept, rejected, notes }
}

/** Answers how many rows break the rule. */
async function markFaults(
  rule: Check & RowRule,
  index: number,
  { checked, context }: Pick<Quarantine, 'checked' | 'context'>,
): Promise<number> {
  requireColumns(rule, checked)
  await requireFitting(rule, checked)
  const referred = rule.rule === 'references' ? referredTable(rule, checked, context) : undefined
  const { numAffectedRows } = await sql`
    insert into ${sql.id(faults)} select ${rowNumber(checked.columns)}, ${sql.lit(index)} from ${tableId(checked.table)}
    where ${rowFault(rule, checked, referred)}`.execute(checked.transaction.db)
  return Number(numAffectedRows)
}

async function countFaulty({ transaction: { db } }: Checked): Promise<number> {
  const { rows } = await sql<{ found: unknown }>`
    select count(distinct row) as found from ${sql.id(faults)}`.execute(db)
  return Number(rows[0]?.found)
}

function requireWithin(rule: Check & RowRule, found: number, { rows, name }: Checked): void {
  const { atMost } = rule
  if (atMost === undefined) return
  const most = 'rows' in atMost ? atMost.rows : Math.floor(atMost.share * rows)
  if (found <= most) return
  throw new Failure(
    'rows/rejected',
    `check ${labelOf(rule)}: ${number(found)} of the ${number(rows)} rows of "${name}" break the rule, at most ${number(most)} may be put aside`,
    { help: 'Mend the source or the rule, or bear more with `severity: { quarantine: { max: … } }`' },
  )
}

function allGone({ name, rows }: Dataset, notes: readonly string[]): Failure {
  return new Failure(
    'rows/rejected',
    `every one of the ${counted(rows, 'row')} of "${name}" breaks a rule, so none is left:\n${notes.map((note) => `- ${note}`).join('\n')}`,
    { help: 'Mend the source or the rule' },
  )
}

interface Fault {
  readonly row: number
  readonly rule: number
}

/** The faults in the order of the rows, a page of them in memory at a time. */
function faultsInOrder({ transaction: { db } }: Checked): () => Promise<Fault | undefined> {
  let page: readonly Fault[] = []
  let at = 0
  let last: Fault = { row: 0, rule: 0 }
  return async () => {
    if (at === page.length) {
      const { rows } = await sql<Fault>`
        select row, rule from ${sql.id(faults)} where (row, rule) > (${last.row}, ${last.rule})
        order by row, rule limit ${sql.lit(pageSize)}`.execute(db)
      page = rows
      at = 0
    }
    const fault = page[at++]
    if (fault !== undefined) last = fault
    return fault
  }
}

function labelOf(rule: Check & RowRule): string {
  return `${rule.rule} [${columnsOf(rule).join(', ')}]`
}
