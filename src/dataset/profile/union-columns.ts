import { Failure } from '../../diagnostic/failure.ts'
import type { Column } from '../column.ts'
import { foldName } from '../create-table.ts'
import type { DatasetReader } from '../dataset-reader.ts'
import { type FirstValue, firstValues } from './first-values.ts'
import { widerColumn } from './wider-column.ts'

interface Merged {
  column: Column
  /** The first dataset that holds a value in it, and what that tells; `undefined` while there are only nulls. */
  first: (FirstValue & { readonly of: string }) | undefined
}

/**
 * The columns of datasets that are to become one: the same names, and types that numbers widen to. A column of nothing
 * but nulls agrees with any.
 */
export class UnionColumns {
  #merged: Merged[] | undefined
  #of = ''
  readonly #skip: number

  /** `skip`: so many of each dataset's first columns do not count. */
  constructor(skip = 0) {
    this.#skip = skip
  }

  get columns(): readonly Column[] {
    return (this.#merged ?? []).map(({ column }) => column)
  }

  /** How the timestamps of a column are written. */
  form(index: number): FirstValue | undefined {
    return this.#merged?.[index]?.first
  }

  /** Takes a dataset in, called `name` in messages. Throws a `Failure` (`legs/columns`) when it does not agree. */
  add(dataset: DatasetReader, name: string): void {
    const firsts = firstValues(dataset).slice(this.#skip)
    const own = dataset.columns.slice(this.#skip)
    if (this.#merged === undefined) {
      this.#of = name
      this.#merged = own.map((column, index) => ({ column, first: named(firsts[index], name) }))
      return
    }
    const places = this.places(own)
    if (places === undefined) throw this.#otherNames(own, name)
    for (const [index, merged] of this.#merged.entries()) {
      const place = places[index] ?? 0
      const column = own[place]
      if (column !== undefined) take(merged, column, named(firsts[place], name), name)
    }
  }

  /** Where each of the columns stands among others; `undefined` when these have other names. */
  places(own: readonly Column[]): readonly number[] | undefined {
    const at = new Map(own.map((column, index) => [foldName(column.name), index]))
    const places = this.columns.map(({ name }) => at.get(foldName(name)))
    const found = places.filter((place) => place !== undefined)
    return found.length === own.length && found.length === places.length ? found : undefined
  }

  #otherNames(own: readonly Column[], name: string): Failure {
    const list = (columns: readonly Column[]) => columns.map((column) => column.name).join(', ')
    return new Failure(
      'legs/columns',
      `${name} made rows with the columns ${list(own)}, but ${this.#of} with ${list(this.columns)}`,
      { help: 'Let every leg make the same columns: their rows become one dataset' },
    )
  }
}

function named(first: FirstValue | undefined, of: string): Merged['first'] {
  return first === undefined ? undefined : { ...first, of }
}

function take(merged: Merged, column: Column, first: Merged['first'], name: string): void {
  if (first === undefined) return
  if (merged.first === undefined) {
    merged.column = { ...column, name: merged.column.name }
    merged.first = first
    return
  }
  const wider = widerColumn(merged.column, column)
  if (wider === undefined) throw otherType(merged, column, name)
  const { fraction, separator } = merged.first
  const widest = Math.max(fraction, first.fraction)
  const scaled = wider.type === 'timestamp' && fraction !== first.fraction ? { scale: widest } : {}
  merged.column = { ...wider, ...scaled }
  merged.first = { of: merged.first.of, separator, fraction: widest }
}

function otherType({ column, first }: Merged, other: Column, name: string): Failure {
  const said = ({ type, zoned }: Column) => (zoned === true ? `${type} with a zone` : type)
  return new Failure(
    'legs/columns',
    `"${column.name}" is ${said(other)} in the rows of ${name}, but ${said(column)} in those of ${first?.of ?? 'others'}`,
    { help: 'Declare the column’s type (`columns`), or cast it, so that every leg makes the same' },
  )
}
