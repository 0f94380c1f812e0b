import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { TableName, Transaction } from '../../ports/database.ts'
import { columnIds, tableId } from '../sql/identifier.ts'
import type { Assignment, ColumnPair, LoadDialect, TargetColumn } from './dialects/dialect.ts'
import type { TableWords } from './table-options.ts'

/** Staged rows that are to go into a table. */
export interface Publication {
  readonly transaction: Transaction
  readonly dialect: LoadDialect
  readonly staged: TableName
  readonly table: TableName
  /** The table's columns. */
  readonly target: readonly TargetColumn[]
  readonly pairs: readonly ColumnPair[]
  /** Whether the staged columns are the table's, all of them and in its order. */
  readonly sameOrder: boolean
  readonly words: TableWords
  /** Staged rows. */
  readonly rows: number
  /** The run's logical time (ISO, UTC): since when the rows are as they are. */
  readonly at: string
  readonly mask: (text: string) => string
}

/** What became of the rows, and of those of the table that were not among them. */
export interface Published {
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  /** Rows of the table that are gone. */
  readonly removed: number
  /** Rows of the table that are marked as missing now. */
  readonly marked: number
  /** Versions that ended with no other in their place. */
  readonly ended: number
}

export const nothingPublished: Published = {
  inserted: 0,
  updated: 0,
  unchanged: 0,
  removed: 0,
  marked: 0,
  ended: 0,
}

/** The staged rows (`s`) and the table's (`t`), joined. */
export interface Joined extends Publication {
  /** That a staged row and one of the table have the same key. */
  readonly on: RawBuilder<unknown>
  /** The columns beside the key. */
  readonly values: readonly ColumnPair[]
}

/** `also` says which rows of the table count at all. */
export async function joined(publication: Publication, also?: RawBuilder<unknown>): Promise<Joined> {
  const { transaction, dialect, table, words, pairs } = publication
  await dialect.takeTurns(transaction, table)
  const staged = await dialect.readyToJoin(transaction, publication.staged, { pairs, key: words.key })
  const keys = pairs.filter(({ source }) => words.key.includes(source.name))
  const same = keys.map((pair) => sql`${sql.id('t', pair.source.name)} = ${dialect.converted(pair)}`)
  const on = sql.join([...same, ...(also === undefined ? [] : [also])], sql` and `)
  const values = pairs.filter(({ source }) => !words.key.includes(source.name))
  return { ...publication, staged, on, values }
}

/** That one of the columns has another value. */
export function changed({ dialect, values }: Joined): RawBuilder<unknown> {
  return values.length === 0
    ? sql`1 = 0`
    : sql.join(
        values.map((pair) => dialect.differs(pair)),
        sql` or `,
      )
}

/** The columns beside the key, as they are staged. */
export function newValues({ dialect, values }: Joined): readonly Assignment[] {
  return values.map((pair) => ({ column: pair.source.name, value: dialect.converted(pair) }))
}

/** Inserts the staged rows that have none in the table, with what the load itself adds; answers how many. */
export async function insertNew(rows: Joined, own: readonly Assignment[] = []): Promise<number> {
  const { transaction, dialect, table, staged, pairs, on, words } = rows
  const [first = ''] = words.key
  const names = [...pairs.map(({ source }) => source.name), ...own.map(({ column }) => column)]
  const values = [...pairs.map((pair) => dialect.converted(pair)), ...own.map(({ value }) => value)]
  const { numAffectedRows } = await sql`
    insert into ${tableId(table)} (${columnIds(names)}) select ${sql.join(values)}
    from ${tableId(staged)} as s left join ${tableId(table)} as t on ${on}
    where ${sql.id('t', first)} is null`.execute(transaction.db)
  return Number(numAffectedRows)
}

/** The table's column of that name; `requireOwnColumns` has seen that it is there. */
export function targetColumn({ target }: Publication, name: string): TargetColumn {
  return (
    target.find((column) => column.name === name) ?? { name, type: 'text', filled: false, notNull: false }
  )
}
