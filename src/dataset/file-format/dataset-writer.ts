import { Failure } from '../../diagnostic/failure.ts'
import type { Batch } from '../batch.ts'
import type { Column } from '../column.ts'
import { createTable } from '../create-table.ts'
import { firstPage } from './first-page.ts'
import { longestRecord } from './page-format.ts'
import type { PageSink } from './pages.ts'
import { rejectOf, type OnReject } from '../reject.ts'
import { RowEncoder } from './row-encoder.ts'
import { TablePages } from './table-pages.ts'
import { ValueBatch } from '../value-batch.ts'

/** What a finished dataset holds. The columns now say what only the values could tell (scale, zone). */
interface Written {
  readonly rows: number
  readonly columns: readonly Column[]
}

/** Types rows and writes them as one SQLite file with one STRICT table, page after page. */
export class DatasetWriter {
  readonly #sink: PageSink
  readonly #table: string
  readonly #columns: readonly Column[]
  readonly #encoder: RowEncoder
  readonly #pages: TablePages
  readonly #one: ValueBatch
  /** For records that are too long for a page. */
  #long = Buffer.alloc(0)

  /** Throws a `Failure` (`dataset/columns`) for columns that no table can have. */
  constructor(sink: PageSink, options: { table: string; columns: readonly Column[] }) {
    createTable(options.table, options.columns)
    this.#sink = sink
    this.#table = options.table
    this.#columns = options.columns
    this.#encoder = new RowEncoder(options.columns)
    this.#pages = new TablePages(sink)
    this.#one = new ValueBatch(options.columns.length)
  }

  /** Rows written so far. */
  get rows(): number {
    return this.#pages.rows
  }

  /** How many bytes from the beginning on are in the sink, but for page 1: they stay as they are. */
  get written(): number {
    return this.#pages.allocator.written
  }

  /** What the rows so far have told of them. */
  get columns(): readonly Column[] {
    return this.#encoder.columns()
  }

  /** Takes the rows of a batch whose columns are the table's, in order; a row that breaks a rule goes to `onReject`. */
  write(batch: Batch, onReject: OnReject): void {
    if (batch.columns !== this.#columns.length) {
      throw new RangeError(`a batch of ${batch.columns} columns for a table of ${this.#columns.length}`)
    }
    const encoder = this.#encoder
    const pages = this.#pages
    for (let row = 0; row < batch.rows; row++) {
      const size = encoder.measure(batch, row)
      if (size < 0) {
        onReject(rejectOf(batch, row, encoder.rule, encoder.failed, this.#columns[encoder.failed]?.name))
        continue
      }
      const at = pages.place(size)
      if (at < 0) this.#writeLong(batch, row, size)
      else encoder.put(batch, row, pages.leaf, at)
    }
  }

  /** Takes a row that is a record of the table already: the first `size` bytes. */
  writeRecord(record: Buffer, size: number): void {
    this.#refuseLonger(size)
    const at = this.#pages.place(size)
    if (at < 0) this.#pages.spill(record, size)
    else record.copy(this.#pages.leaf, at, 0, size)
  }

  #refuseLonger(size: number): void {
    if (size <= longestRecord) return
    throw new Failure(
      'dataset/value',
      `row ${this.rows + 1} of ${this.#table} takes ${size} bytes; SQLite's limit is 1e9`,
    )
  }

  #writeLong(batch: Batch, row: number, size: number): void {
    this.#refuseLonger(size)
    if (this.#long.length < size) this.#long = Buffer.alloc(2 * size)
    this.#encoder.put(batch, row, this.#long, 0)
    this.#pages.spill(this.#long, size)
  }

  /**
   * Takes one row of JavaScript values, as strictly as text: string, number, bigint, boolean, Date, null, and
   * objects as json.
   */
  writeValues(values: readonly unknown[], onReject: OnReject): void {
    this.#one.clear()
    this.#one.add(values)
    this.write(this.#one.batch(), onReject)
  }

  /** Writes the upper levels of the tree and, last, page 1. Nothing before that is a database. */
  finish(): Written {
    const columns = this.#encoder.columns()
    const root = this.#pages.finish()
    const { allocator } = this.#pages
    const first = firstPage(allocator, this.#table, root, createTable(this.#table, columns))
    allocator.flush()
    this.#sink.write(first, 0)
    return { rows: this.rows, columns }
  }
}
