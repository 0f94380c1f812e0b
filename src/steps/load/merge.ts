import { sql } from 'kysely'
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

/**
 * Rows whose key is there are updated if they differ, the others inserted; a row that is the same is not written. It
 * needs no unique index on the key.
 */
export async function merge(publication: Publication): Promise<Published> {
  const rows = await joined(publication)
  await requireSingleMatches(rows)
  const missing = await settleMissing(rows)
  const updated = await updateChanged(rows)
  const inserted = await insertNew(rows)
  const unchanged = rows.rows - inserted - updated
  return { ...nothingPublished, ...missing, inserted, updated, unchanged }
}

/** Rows whose key is there are left as they are, whatever the rest of them. */
export async function insertMissing(publication: Publication): Promise<Published> {
  const rows = await joined(publication)
  await requireSingleMatches(rows)
  const inserted = await insertNew(rows)
  return { ...nothingPublished, inserted, unchanged: rows.rows - inserted }
}

/** A row that was marked as missing and is back is no longer marked. */
async function updateChanged(rows: Joined): Promise<number> {
  const { transaction, dialect, table, staged, on, words } = rows
  const { deletedColumn } = words
  const back = deletedColumn === undefined ? [] : [{ column: deletedColumn, value: sql`null` }]
  const sets = [...newValues(rows), ...back]
  if (sets.length === 0) return 0
  const isBack = deletedColumn === undefined ? sql`` : sql` or ${sql.id('t', deletedColumn)} is not null`
  const where = sql`${changed(rows)}${isBack}`
  return dialect.update(transaction, { table, staged, sets, on, where })
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
