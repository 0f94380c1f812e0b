import { hasWholeSurrogates } from '../text/whole-surrogates.ts'
import { Failure } from '../diagnostic/failure.ts'
import { fieldKind, type Batch } from './batch.ts'
import { TextBatch } from './text-batch.ts'

/** Rows of JavaScript values laid out as a batch, reusable. */
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
    const fields = values.map((value, index) => asField(value, this.#names, index))
    this.#batch.begin()
    for (const [kind, text] of fields) this.#batch.put(kind, text)
  }

  batch(): Batch {
    return this.#batch.batch()
  }
}

/** How a value would stand in JSON, with its digits kept. */
function asField(
  value: unknown,
  names: readonly string[],
  index: number,
): readonly [kind: number, text: string] {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw noValue('a string with half a surrogate pair', names[index])
      return [fieldKind.string, value]
    case 'number':
      return [fieldKind.number, String(value)]
    case 'bigint':
      return [fieldKind.number, String(value)]
    case 'boolean':
      return value ? [fieldKind.true, 'true'] : [fieldKind.false, 'false']
    case 'undefined':
      return [fieldKind.null, '']
    case 'object':
      return value === null ? [fieldKind.null, ''] : asObject(value, names, index)
    case 'function':
    case 'symbol':
    default:
      throw noValue(`a ${typeof value}`, names[index])
  }
}

function asObject(
  value: object,
  names: readonly string[],
  index: number,
): readonly [kind: number, text: string] {
  if (!(value instanceof Date)) {
    const text = JSON.stringify(value)
    if (!hasWholeSurrogates(text)) throw noValue('data with half a surrogate pair', names[index])
    return [fieldKind.json, text]
  }
  if (Number.isNaN(value.getTime())) throw noValue('an invalid Date', names[index])
  return [fieldKind.string, value.toISOString()]
}

function noValue(what: string, name: string | undefined): Failure {
  const place = name === undefined ? '' : `column ${JSON.stringify(name)}: `
  return new Failure('rows/value', `${place}${what} cannot stand in a dataset`, {
    help: 'A value is text, a number, true or false, a Date, null, or data that JSON can hold',
  })
}
