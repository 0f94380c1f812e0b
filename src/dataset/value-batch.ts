import { hasWholeSurrogates } from '../text/whole-surrogates.ts'
import { Failure } from '../diagnostic/failure.ts'
import { fieldKind, type Batch } from './batch.ts'
import { TextBatch } from './text-batch.ts'

/** Rows of JavaScript values laid out as a batch, reusable. After a value that cannot stand in it, it is to be cleared. */
export class ValueBatch {
  readonly #columns: number
  readonly #names: readonly string[]
  readonly #batch: TextBatch

  /** `names` are those of the columns, for messages. */
  constructor(columns: number, names: readonly string[] = []) {
    this.#columns = columns
    this.#names = names
    this.#batch = new TextBatch(columns)
  }

  clear(): void {
    this.#batch.clear()
  }

  add(values: readonly unknown[]): void {
    if (values.length !== this.#columns) {
      throw new RangeError(`${values.length} values for ${this.#columns} columns`)
    }
    this.#batch.begin()
    for (const [index, value] of values.entries()) this.#put(value, this.#names[index])
  }

  /** How a value would stand in JSON, with its digits kept. */
  #put(value: unknown, name: string | undefined): void {
    const batch = this.#batch
    switch (typeof value) {
      case 'string':
        if (!value.isWellFormed()) throw noValue('a string with half a surrogate pair', name)
        return batch.put(fieldKind.string, value)
      case 'number':
      case 'bigint':
        return batch.put(fieldKind.number, String(value))
      case 'boolean':
        return value ? batch.put(fieldKind.true, 'true') : batch.put(fieldKind.false, 'false')
      case 'undefined':
        return batch.put(fieldKind.null, '')
      case 'object':
        return value === null ? batch.put(fieldKind.null, '') : this.#putObject(value, name)
      case 'function':
      case 'symbol':
      default:
        throw noValue(`a ${typeof value}`, name)
    }
  }

  #putObject(value: object, name: string | undefined): void {
    if (!(value instanceof Date)) {
      const text = JSON.stringify(value)
      if (!hasWholeSurrogates(text)) throw noValue('data with half a surrogate pair', name)
      return this.#batch.put(fieldKind.json, text)
    }
    if (Number.isNaN(value.getTime())) throw noValue('an invalid Date', name)
    this.#batch.put(fieldKind.string, value.toISOString())
  }

  batch(): Batch {
    return this.#batch.batch()
  }
}

function noValue(what: string, name: string | undefined): Failure {
  const place = name === undefined ? '' : `column ${JSON.stringify(name)}: `
  return new Failure('rows/value', `${place}${what} cannot stand in a dataset`, {
    help: 'A value is text, a number, true or false, a Date, null, or data that JSON can hold',
  })
}
