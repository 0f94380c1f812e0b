import { isUtf8 } from 'node:buffer'
import { fieldKind, type Batch } from '../../dataset/batch.ts'
import { mostColumns } from '../../dataset/file-format/page-format.ts'
import { rawText, type OnReject } from '../../dataset/reject.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { jsonFault } from '../../text/json-fault.ts'
import type { ByteWindow } from '../byte-window.ts'
import { JsonBatch, type RowPlace } from './json-batch.ts'
import { deepest } from './json-grammar.ts'
import type { Flatten, JsonKey } from './json-key.ts'
import { JsonRecord } from './json-record.ts'
import { number } from '../../text/quantities.ts'

/** Puts records, one JSON text each, together to batches. */
export class JsonRows {
  /** The columns so far: those declared, then the keys in the order in which they appeared. */
  readonly names: string[]
  readonly #places: Map<string, JsonKey | number>
  readonly #record: JsonRecord
  readonly #batch = new JsonBatch()
  readonly #onReject: OnReject
  readonly #window: ByteWindow
  /** Whether keys past the most columns are let go. */
  readonly #declared: boolean
  /** Where texts freed of their escapes go in the window. */
  #side = 0
  /** A row so wide that the batch is handed on before it is taken. */
  #waiting: RowPlace | undefined
  /** The keys that had nothing but nulls where objects may stand. */
  readonly #nulls = new Set<JsonKey>()

  constructor(
    window: ByteWindow,
    { flatten, columns }: { flatten: Flatten; columns: readonly string[] | undefined },
    onReject: OnReject,
  ) {
    this.#window = window
    this.#onReject = onReject
    this.#record = new JsonRecord(flatten)
    this.#declared = columns !== undefined
    this.names = typeof flatten === 'number' ? [...(columns ?? [])] : [...flatten.keys()]
    this.#places = new Map(this.names.map((name, index) => [name, index]))
  }

  get full(): boolean {
    return this.#batch.full || this.#waiting !== undefined
  }

  get count(): number {
    return this.#batch.rows
  }

  /** Starts a batch. */
  begin(): void {
    const waiting = this.#waiting
    this.#side = waiting === undefined ? this.#window.half : this.#record.side
    if (waiting === undefined) return
    this.#waiting = undefined
    this.#batch.widen(this.names.length)
    this.#batch.add(this.#record, waiting)
  }

  /**
   * Reads the record that begins at `start` and answers the offset behind it; `cut` when it does not end before `to`,
   * `broken` when it is no JSON. Whether it is UTF-8 is for the caller to see to.
   */
  read(start: number, to: number): number {
    return this.#record.read(this.#window.bytes, start, to, this.#side)
  }

  /** Takes the record just read as a row, or rejects it when it breaks a rule. */
  accept(place: RowPlace): void {
    const { half, twice, side } = this.#record
    if (half) return this.#reject(place, 'encoding', 'it holds half a surrogate pair')
    if (twice !== undefined) return this.#reject(place, 'duplicate key', twice)
    this.#side = side
    this.#take(place)
  }

  /** Whether a row may begin with this byte. */
  takes(first: number | undefined): boolean {
    return this.#record.takes(first)
  }

  /** Tells each field its column: new keys become columns now that their record is known to be whole. */
  #take(place: RowPlace): void {
    const { keys, at, fields } = this.#record
    for (let index = 0; index < fields; index++) {
      const key = keys[index]
      if (key === undefined || key.column >= 0) continue
      if (key.opens && at[3 * index] === fieldKind.null) this.#nulls.add(key)
      else this.#learn(key)
    }
    if (this.#batch.bears(this.names.length)) {
      this.#batch.widen(this.names.length)
      this.#batch.add(this.#record, place)
    } else this.#waiting = place
  }

  #learn(key: JsonKey): void {
    const { title } = key
    const place = this.#places.get(title)
    if (typeof place === 'object') throw collision(title)
    if (place === undefined && this.names.length >= mostColumns) {
      if (!this.#declared) throw tooMany(title)
      key.wanted = false
      return
    }
    key.column = place ?? this.names.push(title) - 1
    this.#places.set(title, key)
  }

  /** When all rows are here: what was null in every row, where objects may stand, is a column after all. */
  finish(): void {
    for (const key of this.#nulls) if (key.column < 0 && key.keys.size === 0) this.#learn(key)
    this.#nulls.clear()
    this.#batch.widen(this.names.length)
  }

  /** Rejects what is no row, and says why; `hint`: what the author may have meant. */
  refuse(place: RowPlace, hint?: string): void {
    const raw = this.#window.bytes.subarray(place.start, place.end)
    const fault = isUtf8(raw) ? faultOf(raw) : undefined
    if (fault !== undefined) this.#reject(place, 'json', hint === undefined ? fault : `${fault}; ${hint}`)
    else this.#reject(place, 'encoding', 'it is no UTF-8')
  }

  #reject({ start, end, line }: RowPlace, rule: string, value: string): void {
    const raw = rawText(this.#window.bytes.subarray(start, end))
    this.#onReject({ line, byte: this.#window.placeOf(start), column: null, rule, value, raw })
  }

  /** The rows since the last call, as a batch; it is good until the next row is read. */
  batch(): Batch {
    const window = this.#window
    return { ...this.#batch.take(window.bytes), byteOf: (at) => window.placeOf(at), free: this.#side }
  }
}

/** What `JSON.parse` says of it. */
function faultOf(raw: Buffer): string {
  try {
    const value: unknown = JSON.parse(raw.toString())
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return `it is nested more than ${number(deepest)} levels deep`
    return 'it is no object'
  } catch (error) {
    return error instanceof SyntaxError ? placedInRow(jsonFault(error.message)) : String(error)
  }
}

/** A row is parsed by itself, so the line that is told would be one of its own. */
function placedInRow(fault: string): string {
  return fault.replace(/ at position (\d+)(?: \(line \d+ column \d+\))?$/, ' at character $1 of the row')
}

function collision(title: string): Failure {
  return new Failure(
    'json/collision',
    `two different keys would both become the column ${JSON.stringify(title)}`,
    {
      help: 'Name the columns one by one: flatten: { column: path.in.the.row }',
    },
  )
}

function tooMany(title: string): Failure {
  return new Failure(
    'json/columns',
    `the rows have more than ${number(mostColumns)} different keys, among them ${JSON.stringify(title)}`,
    { help: 'Declare the "columns" that are wanted; keys that are data themselves belong in a json column' },
  )
}
