import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { Bug, Failure } from '../../diagnostic/failure.ts'
import { tableId, tableText } from '../sql/identifier.ts'
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
import type { VersionColumns } from './table-options.ts'

interface Versions extends Joined {
  readonly names: VersionColumns
  /** The moment of this load, for the column named. */
  readonly moment: (name: string) => RawBuilder<unknown>
}

/**
 * Every row keeps its past: one that differs from the version that holds ends it at the run's logical time and begins
 * another. A version that began at that very time is corrected in place: it never held with other values.
 */
export async function loadVersions(publication: Publication): Promise<Published> {
  const { words, dialect, at } = publication
  const names = words.versions
  if (names === undefined) throw new Bug('versions are loaded without their columns')
  const holds = sql`${sql.id('t', names.current)} = ${dialect.flag(true)}`
  const rows: Versions = {
    ...(await joined(publication, holds)),
    names,
    moment: (name) => dialect.moment(at, targetColumn(publication, name)),
  }
  await refuseOlder(rows)
  await requireSingleMatches(rows)
  const ended = words.missing === 'delete' ? await endMissing(rows, holds) : 0
  const due = await countDue(rows, changed(rows))
  const corrected = await correct(rows)
  await endChanged(rows)
  const inserted = await insertNew(rows, [
    { column: names.validFrom, value: rows.moment(names.validFrom) },
    { column: names.validTo, value: sql`null` },
    { column: names.current, value: dialect.flag(true) },
  ])
  await requireTaken(rows, { due, taken: corrected + inserted })
  const unchanged = rows.rows - inserted - corrected
  return { ...nothingPublished, inserted, updated: corrected, unchanged, ended }
}

/** History is only ever added to at its end. */
async function refuseOlder({ transaction, table, names, moment, at }: Versions): Promise<void> {
  const { rows } = await sql<{ found: unknown }>`
    select count(*) as found from ${tableId(table)}
    where ${sql.id(names.validFrom)} > ${moment(names.validFrom)}
      or ${sql.id(names.validTo)} > ${moment(names.validTo)}`.execute(transaction.db)
  const found = Number(rows[0]?.found)
  if (found === 0) return
  throw new Failure(
    'load/out-of-order',
    `table "${tableText(table)}" has ${found === 1 ? 'a version' : `${found} versions`} newer than ${at}, the time this run is for`,
    {
      help: 'Load the runs in their order; to make history anew, empty the table and run them from the first',
    },
  )
}

/** A version that began now and is missing already never held. */
async function endMissing(rows: Versions, holds: RawBuilder<unknown>): Promise<number> {
  const { transaction, dialect, table, names, words, moment } = rows
  const unmatched = dialect.unmatched({ ...rows, key: words.key })
  const began = sql`${sql.id('t', names.validFrom)} = ${moment(names.validFrom)}`
  const removed = await sql`${dialect.deleteFrom(table)}
    where ${holds} and ${began} and ${unmatched}`.execute(transaction.db)
  const ended = await sql`
    update ${tableId(table)} as t set ${sql.id(names.validTo)} = ${moment(names.validTo)},
      ${sql.id(names.current)} = ${dialect.flag(false)}
    where ${holds} and ${unmatched}`.execute(transaction.db)
  return Number(removed.numAffectedRows) + Number(ended.numAffectedRows)
}

async function correct(rows: Versions): Promise<number> {
  const { transaction, dialect, table, staged, on, names, moment } = rows
  const sets = newValues(rows)
  if (sets.length === 0) return 0
  const began = sql`${sql.id('t', names.validFrom)} = ${moment(names.validFrom)}`
  return dialect.update(transaction, {
    table,
    staged,
    sets,
    on,
    where: sql`${began} and (${changed(rows)})`,
  })
}

async function endChanged(rows: Versions): Promise<void> {
  const { transaction, dialect, table, staged, on, names, moment } = rows
  const sets = [
    { column: names.validTo, value: moment(names.validTo) },
    { column: names.current, value: dialect.flag(false) },
  ]
  await dialect.update(transaction, { table, staged, sets, on, where: changed(rows) })
}
