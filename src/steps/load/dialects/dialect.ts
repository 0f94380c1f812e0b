import type { RawBuilder } from 'kysely'
import type { Column } from '../../../dataset/column.ts'
import type { Database, TableName, Transaction } from '../../../ports/database.ts'
import type { Check } from '../../checks/check.ts'

/** A column of a table that is there. */
export interface TargetColumn {
  readonly name: string
  /** As the database writes it: `numeric(10,2)`, `TEXT`, … */
  readonly type: string
  /** Of PostgreSQL: what a domain is made of; else the type itself. */
  readonly base?: string
  /** Of PostgreSQL: the same without a size (`numeric`, `bit varying`). */
  readonly bare?: string
  /** Of SQLite: the table takes no value of another type. */
  readonly strict?: boolean
  /** The database fills it by itself. */
  readonly filled: boolean
  readonly notNull: boolean
  /** By what its texts are compared; absent: byte by byte, or the database sees to it. */
  readonly collation?: string
}

/** A column of the dataset and the one of the table that it fills. */
export interface ColumnPair {
  readonly source: Column
  readonly target: TargetColumn
}

/** Assigns a column of the table a value. */
export interface Assignment {
  readonly column: string
  readonly value: RawBuilder<unknown>
}

/** In statements over both, the table is called `t` and the staged rows `s`. */
export interface JoinedUpdate {
  readonly table: TableName
  readonly staged: TableName
  readonly sets: readonly Assignment[]
  /** Which staged row belongs to which of the table. */
  readonly on: RawBuilder<unknown>
  readonly where: RawBuilder<unknown>
}

/** Rows of the table that no staged row belongs to. */
export interface Unmatched {
  readonly pairs: readonly ColumnPair[]
  readonly table: TableName
  readonly staged: TableName
  readonly key: readonly string[]
  readonly on: RawBuilder<unknown>
}

export interface KeptRows {
  readonly staged: TableName
  readonly columns: readonly Column[]
  /** What rows of one key have in common, as the table compares it. */
  readonly key: readonly RawBuilder<unknown>[]
  /** The first in this order stays. */
  readonly order: RawBuilder<unknown>
}

/** What a load must say in another way to each kind of database; all else is written once. */
export interface LoadDialect {
  /** Whether a table can be made inside the transaction that fills it. Where it cannot, making one commits. */
  readonly definesInside: boolean
  /** Whether records move whole, without being taken apart, where these are all columns of both sides. */
  readonly movesRecords: (pairs: readonly ColumnPair[]) => boolean
  readonly types: DialectTypes
  /** The table's columns in their order; `undefined` if there is no such table. Throws a `Failure` for a view. */
  readonly readTarget: (
    transaction: Transaction,
    table: TableName,
  ) => Promise<readonly TargetColumn[] | undefined>
  /** A text that is the same for each way to write the table, whether it is there or not. */
  readonly canonical: (table: TableName) => RawBuilder<unknown>
  /** Makes the schema of the table if there is none. */
  readonly makeSchema: (transaction: Transaction, schema: string) => Promise<void>
  /** Call it before anything else is read. */
  readonly begin: (transaction: Transaction, table: TableName) => Promise<void>
  /** Gives the rows of one table to another, which has none and is made alike, and drops the one; absent: it cannot. */
  readonly adopt?: (transaction: Transaction, from: TableName, to: TableName) => Promise<void>
  /** How rows can be staged before the load that they are of; absent: they cannot. */
  readonly ahead?: AheadDialect
  /** Call it before the load is entered in the ledger: throws a `Bug` where something has committed in between. */
  readonly requireWhole: (transaction: Transaction) => Promise<void>
  /** Waits until no other load writes the table; until the transaction ends none will. */
  readonly takeTurns: (transaction: Transaction, table: TableName) => Promise<void>
  /** Waits until rows can be put into the table, as putting them there would; absent: they can, or that has been waited for. */
  readonly enter?: (transaction: Transaction, table: TableName) => Promise<void>
  /** Whether the table itself sees to it that no two rows have the same values there, all of them known. */
  readonly isUnique: (transaction: Transaction, table: TableName, key: readonly string[]) => Promise<boolean>
  /** Whether a table that this load has made is still without rows, and nobody else can put any into it until the transaction ends. */
  readonly staysOurs: (transaction: Transaction, table: TableName) => Promise<boolean>
  /**
   * Removes all rows and keeps the table; answers how many there were. Throws a `Failure` (`table/referred`) if rows of other
   * tables would go or change with them.
   */
  readonly empty: (transaction: Transaction, table: TableName) => Promise<number>
  /** The staged rows as a merge can find them quickly by key, in the table's own types. */
  readonly readyToJoin: (
    transaction: Transaction,
    staged: TableName,
    by: { readonly pairs: readonly ColumnPair[]; readonly key: readonly string[] },
  ) => Promise<TableName>
  /** A staged value as the table's column has it; `requireLossless` has seen that nothing is lost. */
  readonly converted: (pair: ColumnPair) => RawBuilder<unknown>
  /** The key's column of a staged row as the table compares it. */
  readonly comparedKey: (pair: ColumnPair) => RawBuilder<unknown>
  /** Whether the table's value is another than the staged one; two nulls are the same. */
  readonly differs: (pair: ColumnPair) => RawBuilder<unknown>
  /** What may keep rows out of the table without an error, in words. Empty: it takes all that it is given, or tells. */
  readonly droppedBy: (transaction: Transaction, table: TableName) => Promise<readonly string[]>
  /** Answers how many rows were changed. */
  readonly update: (transaction: Transaction, update: JoinedUpdate) => Promise<number>
  /** That a row `t` of the table has no staged row. */
  readonly unmatched: (rows: Unmatched) => RawBuilder<unknown>
  /** `delete from` with the table called `t`. */
  readonly deleteFrom: (table: TableName) => RawBuilder<unknown>
  /** An order by the place in the source, of staged rows of these columns. */
  readonly sourceOrder: (direction: 'asc' | 'desc', columns: readonly Column[]) => RawBuilder<unknown>
  /** A staged value in an order that fits its type, largest first, nulls last. */
  readonly largestFirst: (column: Column) => RawBuilder<unknown>
  /** The staged rows without those that are not the first of their key. */
  readonly keepFirst: (transaction: Transaction, rows: KeptRows) => Promise<TableName>
  /** A condition on staged rows (no alias) that the column of the table could not give back. */
  readonly lost: (pair: ColumnPair) => RawBuilder<unknown> | undefined
  /** Absent: no value ends the statement that asks for what is lost. */
  readonly oneByOne?: OneByOne
  /** A moment, for a column of the table that holds moments. */
  readonly moment: (iso: string, column: TargetColumn) => RawBuilder<unknown>
  readonly flag: (value: boolean) => RawBuilder<unknown>
}

/** What it takes to find the values that end a statement, where such a one may be asked for what is lost. */
export interface OneByOne {
  readonly mayBeNeeded: (pair: ColumnPair) => boolean
  readonly begin: (transaction: Transaction) => Promise<void>
  readonly end: (transaction: Transaction) => Promise<void>
  readonly isNeeded: (error: unknown) => boolean
  /** What `lost` uses. The transaction goes on from where it was begun. */
  readonly make: (transaction: Transaction) => Promise<void>
  /** As the dialect's, but slow, and no value ends it. */
  readonly lost: (pair: ColumnPair) => RawBuilder<unknown> | undefined
}

/** What it takes to stage rows in a table of another name, and to call it by its own when the load has come. */
export interface AheadDialect {
  /** Whether checks can be asked of a table that has not got its name yet. */
  readonly mayJudge: (checks: readonly Check[]) => boolean
  /**
   * Does all of it, on a connection of its own, from making the table to giving it its name. Answers whether it has that now;
   * otherwise nothing is left of it, nor of the load's work. Nobody waits for the table before the load has come.
   */
  readonly carry: (database: Database, ahead: RowsAhead) => Promise<boolean>
  /** Where the rows are for the rest of the load's transaction. */
  readonly place: (transaction: Transaction, made: TableName, table: TableName) => Promise<TableName>
  /** What the ledger calls the load's target in that transaction. */
  readonly entered: (target: string, made: TableName) => string
  /**
   * Ends, in a transaction that may commit, what became of the work of others that broke off, before the ledger is read.
   * Absent: nothing is left of such.
   */
  readonly clear?: (transaction: Transaction) => Promise<void>
}

/** Rows that go into a database before the load that they are of has come. */
export interface RowsAhead {
  /** The load's. */
  readonly table: TableName
  readonly made: TableName
  /** Makes the table for them. Throws where the load's is there. */
  readonly make: (transaction: Transaction) => Promise<void>
  /** Puts them there, as they are written; answers how many. */
  readonly copy: (transaction: Transaction) => Promise<number>
  /** Call it when all are there. Resolves to the work of the load when it takes them, and throws when nobody will. */
  readonly taken: (copied: Copied) => Promise<(transaction: Transaction) => Promise<void>>
}

export interface Copied {
  readonly rows: number
  /** Asks the database something before they are taken. */
  readonly ask: <T>(question: (transaction: Transaction) => Promise<T>) => Promise<T>
}

/** How the columns of a table are written that a load makes or would like to have. */
export interface DialectTypes {
  /** `ofKey`: how many columns share the key that it is of. */
  readonly of: (column: Column, ofKey?: number) => string
  readonly moment: string
  readonly flag: string
  /** What stands behind the columns of a new table. */
  readonly end: (transaction: Transaction) => Promise<string>
  /** What makes up for a key among the columns of a new table without one, where no table may be without. */
  readonly rowKey?: (
    transaction: Transaction,
    columns: readonly string[],
  ) => Promise<readonly RawBuilder<unknown>[]>
  /** The statement that lets the column hold what the dataset's does; `undefined` where there is none. `room`: see below. */
  readonly widened: (table: string, pair: ColumnPair, room?: number) => string | undefined
  /** How many letters a text column may have because an index holds it; `undefined`: none does. Absent: any number. */
  readonly roomInKeys?: (
    transaction: Transaction,
    table: TableName,
    column: string,
  ) => Promise<number | undefined>
}
