import type { Column } from '../../dataset/column.ts'
import type { Attachment } from '../sql/attachments.ts'
import type { TableName, Transaction } from '../../ports/database.ts'

/** What is to be checked: rows that can be read inside a transaction, known to an author as `name`. */
export interface Checked {
  readonly transaction: Transaction
  readonly table: TableName
  readonly name: string
  /** What else a query of an author's may call it. */
  readonly alsoNamed?: readonly string[]
  readonly columns: readonly Column[]
  readonly rows: number
  /** Hides what is secret in the values that a finding shows. */
  readonly mask: (text: string) => string
  /** Where the datasets are that rules refer to, once they can be read beside the rows. */
  readonly referred?: readonly Attachment[]
}

/** A broken rule as a line for people; `null` for one that is kept. */
export type Finding = string | null
