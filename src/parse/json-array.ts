import { Failure } from '../diagnostic/failure.ts'
import type { ByteWindow } from './byte-window.ts'
import { isSpace, valueEnd } from './json-object.ts'
import type { RecordFinder } from './record-finder.ts'

/** The elements of an array whose `[` is already behind. */
export class ArrayRecords implements RecordFinder {
  line: number
  start = 0
  end = 0
  next = 0
  /** Up to where lines are counted, as a position in the stream. */
  #counted: number
  #seen = false

  constructor({ line, position }: { line: number; position: number }) {
    this.line = line
    this.#counted = position
  }

  find(window: ByteWindow): 'record' | 'incomplete' | 'end' {
    const { bytes, to, ended } = window
    let at = window.from
    const comma = () => this.#seen && bytes[at] === 0x2c
    while (at < to && isSpace(bytes[at] ?? 0)) at++
    if (comma()) at++
    while (at < to && isSpace(bytes[at] ?? 0)) at++
    if (at >= to) return this.#short(ended)
    this.#count(window, at)
    if (bytes[at] === 0x5d) return 'end'
    const end = valueEnd(bytes, at, to)
    if (end < 0) return this.#short(ended)
    let behind = end
    while (behind < to && isSpace(bytes[behind] ?? 0)) behind++
    if (behind >= to) return this.#short(ended)
    if (end === at || (bytes[behind] !== 0x2c && bytes[behind] !== 0x5d)) {
      throw syntax(`line ${this.line}: the element is not followed by a comma or the end of the array`)
    }
    this.start = at
    this.end = end
    this.next = end
    this.#seen = true
    return 'record'
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

/** Moves the window behind the `[` of the array at `path`. Throws a `Failure` (`json/syntax`) when there is none. */
export async function enterArray(
  window: ByteWindow,
  path: readonly string[],
): Promise<{ line: number; position: number }> {
  let lines = 1
  const reader = new HeadReader(window, (count) => (lines += count))
  for (const key of path) await enterKey(reader, key)
  const first = await reader.token()
  if (first !== 0x5b) {
    const where = path.length === 0 ? 'the top level' : path.join('.')
    throw syntax(first === undefined ? 'the source is empty' : `${where} is no array`)
  }
  window.from++
  return { line: lines, position: window.position }
}

async function enterKey(reader: HeadReader, key: string): Promise<void> {
  if ((await reader.token()) !== 0x7b) throw syntax(`there is no object with the key ${JSON.stringify(key)}`)
  reader.skip()
  for (;;) {
    if ((await reader.token()) === 0x2c) reader.skip()
    if ((await reader.token()) !== 0x22) throw syntax(`the key ${JSON.stringify(key)} is missing`)
    const name = await reader.value()
    if ((await reader.token()) !== 0x3a) throw syntax(`the key ${name} has no value`)
    reader.skip()
    if (name === JSON.stringify(key)) return
    await reader.token()
    await reader.value()
  }
}

/** Reads what stands before the array, token by token. */
class HeadReader {
  readonly #window: ByteWindow
  readonly #onLines: (count: number) => void

  constructor(window: ByteWindow, onLines: (count: number) => void) {
    this.#window = window
    this.#onLines = onLines
  }

  /** The first byte that is no space; `undefined` at the end. */
  async token(): Promise<number | undefined> {
    const window = this.#window
    for (;;) {
      for (; window.from < window.to; window.from++) {
        const byte = window.bytes[window.from] ?? 0
        if (!isSpace(byte)) return byte
        if (byte === 10) this.#onLines(1)
      }
      if (window.ended) return undefined
      await window.fill()
    }
  }

  skip(): void {
    this.#window.from++
  }

  /** The text of the value that begins here. */
  async value(): Promise<string> {
    const window = this.#window
    for (;;) {
      const end = valueEnd(window.bytes, window.from, window.to)
      if (end >= 0) {
        const text = window.bytes.toString('utf8', window.from, end)
        this.#onLines(text.split('\n').length - 1)
        window.from = end
        return text
      }
      if (window.ended) throw syntax('the source is cut off before the array')
      window.refuseRunaway(1)
      await window.fill()
    }
  }
}

function syntax(what: string): Failure {
  return new Failure('json/syntax', `the JSON cannot be read: ${what}`)
}
