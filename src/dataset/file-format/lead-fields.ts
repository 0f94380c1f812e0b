import { Bug, Failure } from '../../diagnostic/failure.ts'
import type { Column } from '../column.ts'
import type { DatasetCursor } from './dataset-cursor.ts'
import { RecordFields } from './record-fields.ts'
import { RowEncoder } from './row-encoder.ts'
import { bodySize } from './serial-type.ts'
import { ValueBatch } from '../value-batch.ts'
import { putVarint, varintLength, VarintReader } from './varint.ts'

/** Values that stand in front of many rows, made into the beginning of their records once. */
export class LeadFields {
  readonly values: readonly unknown[]
  readonly #serials: readonly number[]
  readonly #body: Buffer
  #headSize = 0
  #bodySize = 0

  /** Throws a `Failure` (`legs/values`) for a value that its column does not hold. */
  constructor(columns: readonly Column[], values: readonly unknown[]) {
    this.values = values
    const encoder = new RowEncoder(columns)
    const one = new ValueBatch(
      columns.length,
      columns.map(({ name }) => name),
    )
    one.add(values)
    const size = encoder.measure(one.batch(), 0)
    if (size < 0) {
      const { name = '' } = columns[encoder.failed] ?? {}
      throw new Failure('legs/values', `the value of "${name}" is no ${encoder.rule}`)
    }
    const record = Buffer.alloc(size)
    encoder.put(one.batch(), 0, record, 0)
    const fields = new RecordFields(columns.length)
    fields.read(record, 0)
    this.#serials = [...fields.serial]
    const head = new VarintReader()
    this.#body = record.subarray(head.next(record))
  }

  /** The size of the record that the row makes with these in front and without its first `skip` fields. */
  measure({ serial }: DatasetCursor, skip: number): number {
    let head = 0
    let body = this.#body.length
    for (const type of this.#serials) head += varintLength(type)
    for (let column = skip; column < serial.length; column++) {
      const type = serial[column] ?? 0
      head += varintLength(type)
      body += bodySize(type)
    }
    this.#headSize = head + (head < 127 ? 1 : varintLength(head + 2))
    this.#bodySize = body
    return this.#headSize + body
  }

  /** Writes the record just measured. */
  put({ serial, at, bytes }: DatasetCursor, skip: number, record: Buffer): void {
    let out = putVarint(record, 0, this.#headSize)
    for (const type of this.#serials) out = putVarint(record, out, type)
    for (let column = skip; column < serial.length; column++)
      out = putVarint(record, out, serial[column] ?? 0)
    if (out !== this.#headSize) throw new Bug('the head of a record is not as long as was reckoned')
    this.#body.copy(record, out)
    const from = at[skip] ?? 0
    bytes.copy(record, out + this.#body.length, from, from + this.#bodySize - this.#body.length)
  }
}
