import { Failure } from '../diagnostic/failure.ts'
import type { Column, Dataset } from './column.ts'
import { storageOf } from './create-table.ts'
import { DatasetCursor } from './file-format/dataset-cursor.ts'
import { createDatasetFile, type DatasetFile } from './dataset-file.ts'
import type { DatasetReader } from './dataset-reader.ts'
import { firstValues } from './profile/first-values.ts'
import type { LeadFields } from './file-format/lead-fields.ts'
import { fieldValue } from './read-rows.ts'
import type { UnionColumns } from './profile/union-columns.ts'

/** The rows of one of the datasets, one after the other. */
export interface UnionSource {
  /** Moves to the next row; false behind the last. */
  next(): boolean
  /** Adds the row it stands on, behind the values of the leading columns. */
  copy(lead: LeadFields): void
  readonly cursor: DatasetCursor
}

/**
 * Datasets with the columns of a `UnionColumns` written into one, each row behind some leading columns of its own. A
 * row whose types are the union's is moved as bytes; another's values are typed again.
 */
export class UnionFile {
  readonly #file: DatasetFile
  readonly #union: UnionColumns
  #record = Buffer.alloc(4096)

  constructor(
    path: string,
    options: { readonly table: string; readonly lead: readonly Column[]; readonly union: UnionColumns },
  ) {
    this.#union = options.union
    const columns = [...options.lead, ...options.union.columns]
    this.#file = createDatasetFile(path, { table: options.table, columns })
  }

  /** `skip`: so many of the dataset's first columns are left out. `name` stands in messages. */
  open(dataset: DatasetReader, skip: number, name: string): UnionSource {
    const cursor = new DatasetCursor(dataset)
    const places = (this.#union.places(dataset.columns.slice(skip)) ?? []).map((place) => place + skip)
    const isSame = this.#isSame(dataset, skip, places)
    return {
      cursor,
      next: () => cursor.next(),
      copy: (lead) => {
        if (isSame) this.#move(cursor, skip, lead)
        else this.#retype(cursor, dataset.columns, places, { lead, name })
      },
    }
  }

  finish(): Dataset {
    return this.#file.finish()
  }

  [Symbol.dispose](): void {
    this.#file.discard()
  }

  /** Whether each record can be taken as it is. */
  #isSame(dataset: DatasetReader, skip: number, places: readonly number[]): boolean {
    if (dataset.rowidColumn >= 0 || places.some((place, index) => place !== index + skip)) return false
    const firsts = firstValues(dataset)
    return this.#union.columns.every((column, index) => {
      const own = dataset.columns[index + skip]
      const first = firsts[index + skip]
      if (own === undefined || own.type !== column.type) return first === undefined && column.notNull !== true
      if (column.type === 'decimal') return column.scale !== undefined && hasDigits(own, column)
      if (column.type !== 'timestamp' || first === undefined) return true
      const form = this.#union.form(index)
      return form?.separator === first.separator && form.fraction === first.fraction
    })
  }

  #move(cursor: DatasetCursor, skip: number, lead: LeadFields): void {
    const size = lead.measure(cursor, skip)
    if (size > this.#record.length) this.#record = Buffer.alloc(2 * size)
    lead.put(cursor, skip, this.#record)
    this.#file.writeRecord(this.#record, size)
  }

  /** Day and time are parted as in the other rows: timestamps are compared as text. */
  #inForm(value: string, index: number): string {
    const separator = this.#union.form(index)?.separator ?? 0
    return separator === 0
      ? value
      : `${value.slice(0, 10)}${String.fromCharCode(separator)}${value.slice(11)}`
  }

  #retype(
    cursor: DatasetCursor,
    columns: readonly Column[],
    places: readonly number[],
    { lead, name }: { readonly lead: LeadFields; readonly name: string },
  ): void {
    const values = places.map((place, index) => {
      const column = columns[place]
      if (column === undefined || cursor.isNull(place)) return null
      const value = fieldValue(cursor, column, place)
      return column.type === 'timestamp' && typeof value === 'string' ? this.#inForm(value, index) : value
    })
    this.#file.writeValues([...lead.values, ...values], ({ column, rule, value }) => {
      throw new Failure(
        'legs/columns',
        `"${column}" of ${name} is ${JSON.stringify(value)}, which is no ${rule}`,
        {
          help: 'Declare the column’s type (`columns`), or cast it, so that every leg makes the same',
        },
      )
    })
  }
}

function hasDigits(own: Column, column: Column): boolean {
  if (storageOf(own) !== storageOf(column)) return false
  return storageOf(own) === 'REAL' || own.scale === column.scale
}
