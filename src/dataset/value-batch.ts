import { hasWholeSurrogates } from '../text/whole-surrogates.ts'
import { Failure } from '../diagnostic/failure.ts'
import { fieldKind, type Batch } from './batch.ts'
import { SideText } from './side-text.ts'

/** Rows of JavaScript values laid out as a batch, reusable. */
export class ValueBatch {
  readonly #columns: number
  readonly #names: readonly string[]
  readonly #text = new SideText()
  #rows = 0
  #start: Int32Array
  #end: Int32Array
  #kind: Uint8Array

  /** `names` are those of the columns, for messages. */
  constructor(columns: number, names: readonly string[] = []) {
    this.#columns = columns
    this.#names = names
    this.#start = new Int32Array(columns)
    this.#end = new Int32Array(columns)
    this.#kind = new Uint8Array(columns)
  }

  clear(): void {
    this.#text.clear()
    this.#rows = 0
  }

  add(values: readonly unknown[]): void {
    if (values.length !== this.#columns) {
      throw new RangeError(`${values.length} values for ${this.#columns} columns`)
    }
    if ((this.#rows + 1) * this.#columns > this.#start.length) this.#grow()
    const first = this.#rows * this.#columns
    let at = first
    for (const value of values) {
      const [kind, text] = asField(value, this.#names, at - first)
      this.#kind[at] = kind
      this.#start[at] = this.#text.length
      this.#end[at++] = this.#text.add(text)
    }
    this.#rows++
  }

  #grow(): void {
    const size = 2 * (this.#start.length + this.#columns)
    const [start, end, kind] = [new Int32Array(size), new Int32Array(size), new Uint8Array(size)]
    start.set(this.#start)
    end.set(this.#end)
    kind.set(this.#kind)
    this.#start = start
    this.#end = end
    this.#kind = kind
  }

  batch(): Batch {
    return {
      bytes: this.#text.bytes,
      rows: this.#rows,
      columns: this.#columns,
      start: this.#start,
      end: this.#end,
      kind: this.#kind,
      line: undefined,
      raw: undefined,
    }
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
