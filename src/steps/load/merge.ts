import { type RawBuilder, sql } from 'kysely'
import { tableId } from '../sql/identifier.ts'
import {
  type Joined,
  type Publication,
  type Published,
  changed,
  insertNew,
  joined,
  newValues,
  nothingPublished,
  targetColumn,
} from './publication.ts'
import { requireSingleMatches } from './require-keys.ts'
import { countDue, requireTaken } from './require-taken.ts'

/**
 * Rows whose key is there are updated if they differ, the others inserted; a row that is the same is not written. It
 * needs no unique index on the key.
 */
export async function merge(publication: Publication): Promise<Published> {
  const rows = await joined(publication)
  await requireSingleMatches(rows)
  const missing = await settleMissing(rows)
  const due = await countDue(rows, isOther(rows))
  const updated = await updateChanged(rows)
  const inserted = await insertNew(rows)
  await requireTaken(rows, { due, taken: updated + inserted })
  const unchanged = rows.rows - inserted - updated
  return { ...nothingPublished, ...missing, inserted, updated, unchanged }
}

/** Rows whose key is there are left as they are, whatever the rest of them. */
export async function insertMissing(publication: Publication): Promise<Published> {
  const rows = await joined(publication)
  await requireSingleMatches(rows)
  const due = await countDue(rows, sql`1 = 0`)
  const inserted = await insertNew(rows)
  await requireTaken(rows, { due, taken: inserted })
  return { ...nothingPublished, inserted, unchanged: rows.rows - inserted }
}

/** A row that was marked as missing and is back is no longer marked. */
function isOther(rows: Joined): RawBuilder<unknown> {
  const { deletedColumn } = rows.words
  const isBack = deletedColumn === undefined ? sql`` : sql` or ${sql.id('t', deletedColumn)} is not null`
  return sql`${changed(rows)}${isBack}`
}

async function updateChanged(rows: Joined): Promise<number> {
  const { transaction, dialect, table, staged, on, words } = rows
  const { deletedColumn } = words
  const back = deletedColumn === undefined ? [] : [{ column: deletedColumn, value: sql`null` }]
  const sets = [...newValues(rows), ...back]
  if (sets.length === 0) return 0
  return dialect.update(transaction, { table, staged, sets, on, where: isOther(rows) })
}

async function settleMissing(rows: Joined): Promise<Partial<Published>> {
  const { transaction, dialect, table, words, at } = rows
  const { missing = 'keep', deletedColumn } = words
  if (missing === 'keep') return {}
  const unmatched = dialect.unmatched({ ...rows, key: words.key })
  if (missing === 'delete') {
    const { numAffectedRows } = await sql`${dialect.deleteFrom(table)} where ${unmatched}`.execute(
      transaction.db,
    )
    return { removed: Number(numAffectedRows) }
  }
  const column = targetColumn(rows, deletedColumn ?? '')
  const { numAffectedRows } = await sql`
    update ${tableId(table)} as t set ${sql.id(column.name)} = ${dialect.moment(at, column)}
    where ${sql.id('t', column.name)} is null and ${unmatched}`.execute(transaction.db)
  return { marked: Number(numAffectedRows) }
}
