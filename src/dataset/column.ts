/** The types a column can have. What each promises is in `docs/types.md`. */
export const columnTypes = [
  'text',
  'integer',
  'decimal',
  'real',
  'boolean',
  'date',
  'timestamp',
  'json',
] as const

export type ColumnType = (typeof columnTypes)[number]

export interface Column {
  readonly name: string
  readonly type: ColumnType
  readonly notNull?: boolean
  /** Of a decimal: digits in all. Absent when only the values tell. */
  readonly precision?: number
  /** Of a decimal: digits after the point. */
  readonly scale?: number
  /** Of a decimal: its digits are those that its values have; nobody says that others could not have more. */
  readonly open?: true
  /** Of a timestamp: whether its values name an instant (stored in UTC, ending in `Z`) or a wall-clock time. */
  readonly zoned?: boolean
}

/** A dataset that exists: one SQLite file with one STRICT table named after the step that made it. */
export interface Dataset {
  /** What it is called by whoever reads it. */
  readonly name: string
  /** The table's name in the file, when it is another. */
  readonly tableName?: string
  /** The absolute path of the file. */
  readonly path: string
  readonly columns: readonly Column[]
  readonly rows: number
  /** Of an extract: the columns that its source does not have any more. They are null in every row. */
  readonly gone?: readonly string[]
}
