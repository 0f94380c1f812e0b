import { isUtf8 } from 'node:buffer'
import { fieldKind, type Batch } from '../dataset/batch.ts'
import { rawText, type OnReject } from '../dataset/reject.ts'
import { jsonFault } from '../text/json-fault.ts'
import { readObject } from './json-object.ts'

const batchFields = 1 << 15

/** Puts records, one JSON text each, together to batches. */
export class JsonRows {
  /** The union of the keys so far, in the order they appeared. */
  readonly names: string[] = []
  readonly #places = new Map<string, number>()
  readonly #onReject: OnReject
  /** The fields of the rows so far, by row: name's index, kind, start, end. */
  #rows: number[][] = []
  #lines: number[] = []
  #raw: number[] = []
  #fields = 0
  /** Where texts freed of their escapes go in the window. */
  side = 0

  constructor(onReject: OnReject) {
    this.#onReject = onReject
  }

  get full(): boolean {
    return this.#fields >= batchFields
  }

  get count(): number {
    return this.#rows.length
  }

  /** Takes the record `bytes[start, end)`; rejects it when it is no object, or no JSON. */
  add(bytes: Buffer, start: number, end: number, line: number): void {
    const raw = bytes.subarray(start, end)
    const fault = faultOf(raw)
    if (fault !== undefined) return this.reject(raw, line, fault.rule, fault.value)
    const fields: number[] = []
    const seen = new Set<string>()
    const twice: string[] = []
    const side = readObject(bytes, start, end, this.side, (name, kind, from, to) => {
      if (seen.has(name)) twice.push(name)
      seen.add(name)
      fields.push(0, kind, from, to)
    })
    if (twice[0] !== undefined) return this.reject(raw, line, 'duplicate key', twice[0])
    this.#learn(fields, seen)
    this.side = side
    this.#rows.push(fields)
    this.#lines.push(line)
    this.#raw.push(start, end)
    this.#fields += Math.max(this.names.length, 1)
  }

  /** Tells each field its column: new names become columns now that their record is known to be whole. */
  #learn(fields: number[], seen: ReadonlySet<string>): void {
    let index = 0
    for (const name of seen) {
      let place = this.#places.get(name)
      if (place === undefined) {
        place = this.names.push(name) - 1
        this.#places.set(name, place)
      }
      fields[4 * index++] = place
    }
  }

  reject(raw: Buffer, line: number, rule: string, value: string | null): void {
    this.#onReject({ line, column: null, rule, value, raw: rawText(raw) })
  }

  /** The rows since the last call, as a batch over `bytes`. */
  batch(bytes: Buffer): Batch {
    const columns = this.names.length
    const size = this.#rows.length * columns
    const [start, end, kind] = [new Int32Array(size), new Int32Array(size), new Uint8Array(size)]
    this.#rows.forEach((fields, row) => {
      for (let i = 0; i < fields.length; i += 4) {
        const at = row * columns + (fields[i] ?? 0)
        kind[at] = fields[i + 1] ?? fieldKind.null
        start[at] = fields[i + 2] ?? 0
        end[at] = fields[i + 3] ?? 0
      }
    })
    const [rows, line, raw] = [this.#rows.length, Int32Array.from(this.#lines), Int32Array.from(this.#raw)]
    this.#rows = []
    this.#lines = []
    this.#raw = []
    this.#fields = 0
    return { bytes, rows, columns, start, end, kind, line, raw }
  }
}

function faultOf(raw: Buffer): { rule: string; value: string } | undefined {
  if (!isUtf8(raw)) return { rule: 'encoding', value: 'it is no UTF-8' }
  const text = raw.toString()
  const value = parse(text)
  if (value instanceof SyntaxError) return { rule: 'json', value: jsonFault(value.message) }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return /\\u[dD][89a-fA-F]/.test(text) && !isWellFormed(value)
      ? { rule: 'encoding', value: 'it holds half a surrogate pair' }
      : undefined
  }
  return { rule: 'json', value: 'it is no object' }
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch (error) {
    return error
  }
}

function isWellFormed(value: object): boolean {
  return Object.entries(value).every(
    ([key, item]) => key.isWellFormed() && (typeof item !== 'string' || item.isWellFormed()),
  )
}
