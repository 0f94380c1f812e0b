import { viewOf } from '../../../dataset/file-format/byte-out.ts'
import type { DatasetCursor } from '../../../dataset/file-format/dataset-cursor.ts'
import type { PlannedColumn } from './parquet-plan.ts'

/** What is 0 in a record and stands for the number of its row becomes an integer of eight bytes. */
const wideInteger = 6

/**
 * Rows as the bytes of their records. As values of JavaScript's they would take several times as much, so that those are made
 * column by column, when it is written.
 */
export class RowGroup {
  readonly #cursor: DatasetCursor
  readonly #columns: number
  readonly #rowidColumn: number
  #bytes = Buffer.allocUnsafeSlow(1 << 16)
  /** Of each field, as in `DatasetCursor`. */
  #serial = new Int32Array()
  #at = new Int32Array()
  #first = 0
  /** The column of `#values`; -1 for none. */
  #made = -1
  readonly #values: unknown[] = []
  rows = 0
  /** In bytes. */
  size = 0

  /** `rowidColumn`: -1 for none. */
  constructor(cursor: DatasetCursor, columns: number, rowidColumn: number) {
    this.#cursor = cursor
    this.#columns = columns
    this.#rowidColumn = rowidColumn
  }

  /** Takes the row that the cursor stands on. */
  add(): void {
    const { bytes, at, size } = this.#cursor.record
    if (this.rows === 0) this.#first = this.#cursor.row
    this.#room(size + 8)
    bytes.copy(this.#bytes, this.size, at, at + size)
    const field = this.rows++ * this.#columns
    for (let column = 0; column < this.#columns; column++) {
      this.#serial[field + column] = this.#cursor.serial[column] ?? 0
      this.#at[field + column] = (this.#cursor.at[column] ?? 0) - at + this.size
    }
    this.size += size
    if (this.#rowidColumn >= 0) this.#putRowid(field + this.#rowidColumn)
  }

  #putRowid(field: number): void {
    if (this.#serial[field] !== 0) return
    this.#serial[field] = wideInteger
    this.#at[field] = this.size
    this.size = this.#bytes.writeBigInt64BE(BigInt(this.#cursor.rowid), this.size)
  }

  /** The values of a column, null where there is none, until those of the next are made. */
  values(column: number, valueOf: PlannedColumn['valueOf']): unknown[] {
    if (this.#made === column) return this.#values
    const cursor = this.#cursor
    const values = this.#values
    cursor.bytes = this.#bytes
    cursor.view = viewOf(this.#bytes)
    values.length = 0
    for (let row = 0, field = column; row < this.rows; row++, field += this.#columns) {
      cursor.row = this.#first + row
      cursor.serial[column] = this.#serial[field] ?? 0
      cursor.at[column] = this.#at[field] ?? 0
      values.push(cursor.isNull(column) ? null : valueOf(cursor, column))
    }
    this.#made = column
    return values
  }

  clear(): void {
    this.rows = this.size = 0
    this.#made = -1
  }

  #room(size: number): void {
    if (this.size + size > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (this.size + size))
      this.#bytes.copy(larger, 0, 0, this.size)
      this.#bytes = larger
    }
    const fields = (this.rows + 1) * this.#columns
    if (fields <= this.#serial.length) return
    const [serial, at] = [new Int32Array(2 * fields), new Int32Array(2 * fields)]
    serial.set(this.#serial)
    at.set(this.#at)
    this.#serial = serial
    this.#at = at
  }
}
