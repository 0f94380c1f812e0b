import { sql } from 'kysely'
import { unreachable } from '../../diagnostic/failure.ts'
import { columnIds, tableId } from '../sql/identifier.ts'
import { insertMissing, merge } from './merge.ts'
import { type Publication, type Published, nothingPublished } from './publication.ts'
import { requireTaken } from './require-taken.ts'
import { loadVersions } from './scd2.ts'

/** Moves the staged rows into the table, by set-based statements inside the load's transaction. The table itself stays. */
export async function publish(publication: Publication): Promise<Published> {
  const { mode } = publication.words
  switch (mode) {
    case 'append':
      return append(publication)
    case 'replace':
      return replace(publication)
    case 'merge':
      return merge(publication)
    case 'insert-missing':
      return insertMissing(publication)
    case 'scd2':
      return loadVersions(publication)
    default:
      return unreachable(mode)
  }
}

async function append(publication: Publication): Promise<Published> {
  const { transaction, dialect, table } = publication
  await dialect.enter?.(transaction, table)
  return { ...nothingPublished, inserted: await insertAll(publication) }
}

/** With the table stay its views, grants and indexes. */
async function replace(publication: Publication): Promise<Published> {
  const { transaction, dialect, table } = publication
  await dialect.takeTurns(transaction, table)
  const removed = await dialect.empty(transaction, table)
  return { ...nothingPublished, inserted: await insertAll(publication), removed }
}

async function insertAll(publication: Publication): Promise<number> {
  const { transaction, dialect, table, staged, pairs, sameOrder, rows: due } = publication
  const rows =
    sameOrder && dialect.movesRecords(pairs)
      ? sql`insert into ${tableId(table)} select * from ${tableId(staged)}`
      : sql`insert into ${tableId(table)} (${columnIds(pairs.map(({ source }) => source.name))})
          select ${sql.join(pairs.map((pair) => dialect.converted(pair)))} from ${tableId(staged)} as s`
  const inserted = Number((await rows.execute(transaction.db)).numAffectedRows)
  await requireTaken(publication, { due, taken: inserted })
  return inserted
}
