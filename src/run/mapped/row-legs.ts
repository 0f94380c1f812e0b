import type { Column, Dataset } from '../../dataset/column.ts'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import { type Row, readRows, type Value } from '../../dataset/read-rows.ts'
import { Bug } from '../../diagnostic/failure.ts'
import type { Json, LegValues } from '../../manifest/manifest.ts'

const rowsAtOnce = 256

/**
 * One leg for each row of a dataset, read as they are asked for: forward in one go, from the start again for one that is
 * behind. Numbers stay exact: a decimal, and an integer past 2^53, is text.
 */
export class RowLegs implements Disposable {
  readonly count: number
  readonly #file: ReturnType<typeof openDatasetFile>
  #reader: Iterator<Row[]>
  #rows: readonly Row[] = []
  #first = 0

  constructor({ path, tableName }: Dataset) {
    this.#file = openDatasetFile(path, tableName)
    this.count = this.#file.rows
    this.#reader = readRows(this.#file, rowsAtOnce)
  }

  at(index: number): LegValues {
    if (index < this.#first) this.#restart()
    while (index >= this.#first + this.#rows.length) {
      const next = this.#reader.next()
      if (next.done === true) throw new Bug(`there is no row ${index}`)
      this.#first += this.#rows.length
      this.#rows = next.value
    }
    const row = this.#rows[index - this.#first] ?? {}
    return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, jsonOf(value)]))
  }

  columns(): readonly Column[] {
    return this.#file.columns.map((column) => ({ ...column, notNull: false }))
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]()
  }

  #restart(): void {
    this.#reader = readRows(this.#file, rowsAtOnce)
    this.#rows = []
    this.#first = 0
  }
}

function jsonOf(value: Value): Json {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  const json: Json = JSON.parse(JSON.stringify(value))
  return json
}
