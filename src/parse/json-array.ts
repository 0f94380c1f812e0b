import { Failure } from '../diagnostic/failure.ts'
import type { ByteWindow } from './byte-window.ts'
import { isSpace, skipSpace, valueEnd } from './json-object.ts'
import type { RecordFinder } from './record-finder.ts'

/** The elements of an array whose `[` is already behind. Behind its `]` nothing but white space may come. */
export class ArrayRecords implements RecordFinder {
  line: number
  start = 0
  end = 0
  next = 0
  /** Up to where lines are counted, as a position in the stream. */
  #counted: number
  #seen = false
  #closed = false

  constructor({ line, position }: { line: number; position: number }) {
    this.line = line
    this.#counted = position
  }

  find(window: ByteWindow): 'record' | 'incomplete' | 'end' {
    if (this.#closed) return this.#rest(window)
    const { bytes, to, ended } = window
    let at = skipSpace(bytes, window.from, to)
    const follows = this.#seen && bytes[at] === 0x2c
    if (follows && at < to) at = skipSpace(bytes, at + 1, to)
    if (at >= to) return this.#short(ended)
    this.#count(window, at)
    if (bytes[at] === 0x5d && !follows) {
      this.#closed = true
      window.from = at + 1
      return this.#rest(window)
    }
    const end = valueEnd(bytes, at, to)
    if (end < 0) return this.#short(ended)
    const behind = skipSpace(bytes, end, to)
    if (behind >= to) return this.#short(ended)
    if (end === at) throw syntax(`line ${this.line}: there is no element where one must be`)
    if (bytes[behind] !== 0x2c && bytes[behind] !== 0x5d) {
      throw syntax(`line ${this.line}: the element is not followed by a comma or the end of the array`)
    }
    this.start = at
    this.end = end
    this.next = end
    this.#seen = true
    return 'record'
  }

  #rest(window: ByteWindow): 'incomplete' | 'end' {
    const { bytes, from, to, ended } = window
    const at = skipSpace(bytes, from, to)
    this.#count(window, at)
    if (at < to) throw syntax(`line ${this.line}: there is more after the end of the array`)
    window.from = at
    return ended ? 'end' : 'incomplete'
  }

  #short(ended: boolean): 'incomplete' {
    if (ended) throw syntax(`the array is cut off after line ${this.line}`)
    return 'incomplete'
  }

  /** Counts the line breaks up to `at`, each once. */
  #count(window: ByteWindow, at: number): void {
    const origin = window.position - window.from
    for (let i = Math.max(this.#counted - origin, 0); i < at; i++) if (window.bytes[i] === 10) this.line++
    this.#counted = origin + at
  }
}

/** Moves the window behind the array's `[`. Throws a `Failure` (`json/syntax`) when the source is no array. */
export async function enterArray(window: ByteWindow): Promise<{ line: number; position: number }> {
  let line = 1
  for (;;) {
    for (; window.from < window.to; window.from++) {
      const byte = window.bytes[window.from] ?? 0
      if (byte === 10) line++
      if (isSpace(byte)) continue
      if (byte !== 0x5b) throw notAList(byte)
      window.from++
      return { line, position: window.position }
    }
    if (window.ended) throw syntax('the source is empty')
    await window.fill()
  }
}

function syntax(what: string): Failure {
  return new Failure('json/syntax', `the JSON cannot be read: ${what}`)
}

/** The likeliest mistakes: an API that wraps its rows, NDJSON, a CSV. */
function notAList(byte: number): Failure {
  const first = byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte ${byte}`
  return new Failure('json/syntax', `the JSON is no list of rows: it begins with ${first}`, {
    help:
      byte === 0x7b
        ? 'Rows on lines of their own are `ndjson:`; a list within an object is picked out by a `run` step that writes ndjson'
        : 'A CSV is read by `csv:`, JSON on lines of their own by `ndjson:`',
  })
}
