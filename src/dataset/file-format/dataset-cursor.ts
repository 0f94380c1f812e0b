import { Failure } from '../../diagnostic/failure.ts'
import { viewOf } from './byte-out.ts'
import type { DatasetReader } from '../dataset-reader.ts'
import { RecordCursor } from './record-cursor.ts'
import { integerAt, isText, RecordFields, textSize } from './record-fields.ts'

/** The rows of a dataset one by one, their fields still bytes. */
export class DatasetCursor {
  readonly #dataset: DatasetReader
  readonly #records: RecordCursor
  readonly #fields: RecordFields
  /** The row's number, from 1. */
  row = 0
  bytes = Buffer.alloc(0)
  /** The same bytes, for who reads several at once. */
  view = viewOf(this.bytes)
  /** As in `RecordFields`, for each column. */
  readonly serial: Int32Array
  readonly at: Int32Array

  constructor(
    dataset: DatasetReader,
    records = new RecordCursor(dataset.source, dataset.header, dataset.root),
  ) {
    this.#dataset = dataset
    this.#records = records
    this.#fields = new RecordFields(dataset.columns.length)
    this.serial = this.#fields.serial
    this.at = this.#fields.at
  }

  next(): boolean {
    if (!this.#records.next()) return false
    const { bytes } = this.#records
    if (bytes !== this.bytes) {
      this.bytes = bytes
      this.view = viewOf(bytes)
    }
    this.#fields.read(this.bytes, this.#records.at)
    this.row++
    const { firstDefault } = this.#dataset
    if (this.#fields.count < this.at.length && firstDefault < this.at.length)
      this.#refuseDefault(firstDefault)
    return true
  }

  get rowid(): number {
    return this.#records.rowid
  }

  /** The whole record the cursor stands on: `size` bytes of `bytes` from `at` on. */
  get record(): { readonly bytes: Buffer; readonly at: number; readonly size: number } {
    return this.#records
  }

  #refuseDefault(first: number): void {
    const missing = Math.max(first, this.#fields.count)
    throw this.fault(missing, 'is a default that was added later, which is not read')
  }

  isNull(column: number): boolean {
    return this.serial[column] === 0 && column !== this.#dataset.rowidColumn
  }

  /** An integer, whole when it fits a double. Throws a `Failure` when the field holds none. */
  integer(column: number): number | bigint {
    const serial = this.serial[column] ?? 0
    const at = this.at[column] ?? 0
    if (serial === 0 && column === this.#dataset.rowidColumn) return this.#records.rowid
    if (serial === 6) {
      const wide = this.bytes.readBigInt64BE(at)
      const near = Number(wide)
      return Number.isSafeInteger(near) ? near : wide
    }
    if (serial === 0 || serial === 7 || serial > 9) throw this.fault(column, 'is no integer')
    return integerAt(this.bytes, at, serial)
  }

  /** SQLite keeps a whole double as an integer. */
  double(column: number): number {
    if (this.serial[column] === 7) return this.view.getFloat64(this.at[column] ?? 0)
    return Number(this.integer(column))
  }

  isText(column: number): boolean {
    return isText(this.serial[column] ?? 0)
  }

  /** How many bytes the text has that begins at `at[column]`. Throws a `Failure` when the field holds none. */
  textSize(column: number): number {
    const serial = this.serial[column] ?? 0
    if (!isText(serial)) throw this.fault(column, serial >= 12 ? 'is a blob' : 'is no text')
    return textSize(serial)
  }

  text(column: number): string {
    const size = this.textSize(column)
    const at = this.at[column] ?? 0
    return this.bytes.toString('utf8', at, at + size)
  }

  boolean(column: number): boolean {
    const value = this.integer(column)
    if (value !== 0 && value !== 1) throw this.fault(column, `is ${value}, which is neither 0 nor 1`)
    return value === 1
  }

  fault(column: number, what: string, help?: string): Failure {
    const { table, columns } = this.#dataset
    const { name, type } = columns[column] ?? {}
    return new Failure(
      'dataset/value',
      `${table}.${name} (${type}) in row ${this.row} ${what}`,
      help === undefined ? {} : { help },
    )
  }
}
