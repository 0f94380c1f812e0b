import { fieldKind } from '../../dataset/batch.ts'
import { hasWholeSurrogates } from '../../text/whole-surrogates.ts'
import { broken, colonEnd, cut, scalarEnd, skipSpace, string, stringEnd, valueEnd } from './json-grammar.ts'
import { JsonKey, type Flatten, keysOfPaths } from './json-key.ts'
import { unescape } from './json-unescape.ts'

/** Objects below this level stay json, however far `flatten` is to go. */
const mostLevels = 100
/** Keys of one object that are remembered. Rows with more are no rows, but something keyed by an id. */
const mostKeys = 10_000

/**
 * Reads one row: checks every byte of it and finds its fields in the same pass. A field is a key with `[start, end)` of
 * the bytes, a string without its quotes and escapes.
 */
export class JsonRecord {
  readonly root: JsonKey
  readonly #levels: number
  readonly #byPath: boolean
  /** The fields of the row read last: the key of each, and its kind, start and end. */
  readonly keys: JsonKey[] = []
  at = new Int32Array(3 * 256)
  fields = 0
  /** A key that the row has twice. */
  twice: string | undefined
  /** Half a surrogate pair stands in it. */
  half = false
  #row = 0
  /** Where texts freed of their escapes go. */
  #side = 0
  /** Stands for keys that are too many to be remembered one by one. */
  readonly #nobody = new JsonKey('', '', { wanted: false, opens: false })
  readonly #others = new Set<string>()

  constructor(flatten: Flatten) {
    this.#byPath = typeof flatten !== 'number'
    this.#levels = typeof flatten === 'number' ? Math.min(flatten, mostLevels) : 0
    this.root =
      typeof flatten === 'number' ? new JsonKey('', '', { wanted: false, opens: true }) : keysOfPaths(flatten)
  }

  /** Where the texts freed of their escapes end. */
  get side(): number {
    return this.#side
  }

  /** Whether a row may begin with this byte. */
  takes(first: number | undefined): boolean {
    return first === 0x7b || (first === 0x5b && this.root.items !== undefined)
  }

  /**
   * Reads the row that begins at `from`, and answers the offset behind it; `cut` when it does not end before `to`,
   * `broken` when it is no JSON.
   */
  read(bytes: Buffer, from: number, to: number, side: number): number {
    this.#row++
    this.#side = side
    this.fields = 0
    this.twice = undefined
    this.half = false
    string.surrogates = false
    if (this.#others.size > 0) this.#others.clear()
    const end =
      bytes[from] === 0x7b
        ? this.#object(bytes, from + 1, to, this.root)
        : this.#list(bytes, from + 1, to, this.root)
    return end > to ? cut : end
  }

  /** The fields of an object whose `{` is behind. */
  #object(bytes: Buffer, from: number, to: number, parent: JsonKey): number {
    let at = skipSpace(bytes, from, to)
    if (bytes[at] === 0x7d) return at + 1
    let previous: JsonKey | undefined
    for (;;) {
      if (at >= to) return cut
      if (bytes[at] !== 0x22) return broken
      const likely = previous === undefined ? parent.first : previous.next
      let key = likely
      if (likely === undefined || !likely.standsAt(bytes, at + 1)) {
        key = likely?.next
        if (key === undefined || !key.standsAt(bytes, at + 1)) key = undefined
      }
      if (key === undefined) {
        const end = stringEnd(bytes, at + 1, to)
        if (end < 0) return end
        key = this.#key(bytes, at + 1, end - 1, parent)
        if (previous === undefined) parent.first = key
        else previous.next = key
        at = end
      } else at += key.raw.length + 2
      previous = key
      if (key.row === this.#row) this.twice ??= key.name
      if (key !== this.#nobody) key.row = this.#row
      if (bytes[at] === 0x3a && (bytes[at + 1] ?? 0) > 0x20) at++
      else {
        at = colonEnd(bytes, at, to)
        if (at < 0) return at
      }
      at = this.#value(bytes, at, to, key)
      if (at < 0) return at
      if ((bytes[at] ?? 0) <= 0x20) at = skipSpace(bytes, at, to)
      if (bytes[at] === 0x7d) return at + 1
      if (at >= to) return cut
      if (bytes[at] !== 0x2c) return broken
      at++
      if (bytes[at] !== 0x22) at = skipSpace(bytes, at, to)
    }
  }

  #value(bytes: Buffer, from: number, to: number, key: JsonKey): number {
    const first = bytes[from]
    if (first === 0x22) {
      const end = stringEnd(bytes, from + 1, to)
      if (end < 0) return end
      if (key.wanted) this.#string(bytes, from + 1, end - 1, key)
      return end
    }
    let end: number
    if (first !== 0x7b && first !== 0x5b) {
      end = scalarEnd(bytes, from, to)
      if (end >= 0 && key.wanted) this.#field(key, scalarKind(first), from, end)
      return end
    }
    const enters = first === 0x7b ? key.opens : key.items !== undefined
    if (!enters) end = valueEnd(bytes, from, to)
    else if (first === 0x7b) end = this.#object(bytes, from + 1, to, key)
    else end = this.#list(bytes, from + 1, to, key)
    if (end < 0 || !key.wanted || (enters && !this.#byPath)) return end
    if (string.surrogates && !hasWholeSurrogates(bytes.toString('latin1', from, end))) this.half = true
    this.#field(key, fieldKind.json, from, end)
    return end
  }

  /** The elements of a list whose `[` is behind; those that are wanted are fields. */
  #list(bytes: Buffer, from: number, to: number, parent: JsonKey): number {
    let at = skipSpace(bytes, from, to)
    if (bytes[at] === 0x5d) return at + 1
    for (let index = 0; ; index++) {
      if (at >= to) return cut
      at = this.#value(bytes, at, to, parent.items?.[index] ?? this.#nobody)
      if (at < 0) return at
      at = skipSpace(bytes, at, to)
      if (bytes[at] === 0x5d) return at + 1
      if (at >= to) return cut
      if (bytes[at] !== 0x2c) return broken
      at = skipSpace(bytes, at + 1, to)
    }
  }

  #string(bytes: Buffer, from: number, to: number, key: JsonKey): void {
    if (!string.escaped) return this.#field(key, fieldKind.string, from, to)
    const end = unescape(bytes, from, to, this.#side)
    if (end < 0) {
      this.half = true
      return
    }
    this.#field(key, fieldKind.string, this.#side, end)
    this.#side = end
  }

  #field(key: JsonKey, kind: number, start: number, end: number): void {
    const index = this.fields++
    if (3 * index === this.at.length) {
      const more = new Int32Array(2 * this.at.length)
      more.set(this.at)
      this.at = more
    }
    this.keys[index] = key
    this.at[3 * index] = kind
    this.at[3 * index + 1] = start
    this.at[3 * index + 2] = end
  }

  /** The key whose name stands between its quotes, known or new. */
  #key(bytes: Buffer, from: number, to: number, parent: JsonKey): JsonKey {
    let name = bytes.toString('utf8', from, to)
    if (string.escaped) {
      const end = unescape(bytes, from, to, this.#side)
      this.half ||= end < 0
      name = bytes.toString('utf8', this.#side, Math.max(end, this.#side))
    }
    const known = parent.keys.get(name)
    if (known !== undefined) return known
    if (parent.keys.size >= mostKeys) {
      if (this.#others.has(name)) this.twice ??= name
      this.#others.add(name)
      return this.#nobody
    }
    const level = parent.level + 1
    const key = new JsonKey(name, level === 1 ? name : `${parent.title}_${name}`, {
      wanted: !this.#byPath,
      opens: level <= this.#levels,
      level,
    })
    parent.keys.set(name, key)
    return key
  }
}

function scalarKind(first: number | undefined): number {
  if (first === 0x74) return fieldKind.true
  if (first === 0x66) return fieldKind.false
  return first === 0x6e ? fieldKind.null : fieldKind.number
}
