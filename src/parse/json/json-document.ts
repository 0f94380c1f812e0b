import type { ByteWindow } from '../byte-window.ts'
import { broken, colonEnd, cut, deepest, scalarEnd, skipSpace, stringEnd } from './json-grammar.ts'
import { JsonFrame } from './json-frame.ts'
import { showJsonPath } from './json-path.ts'
import { jsonCutOff, jsonSyntax } from './json-syntax.ts'
import type { JsonWish, Scalar } from './json-wish.ts'
import { LineCounter } from './line-counter.ts'
import { noJson, noSuchKey, notRows } from './no-rows.ts'
import { number } from '../../text/quantities.ts'

/** What may stand next. */
type Next = 'a value' | 'a value or "]"' | 'a key' | 'a key or "}"' | 'a comma or the end' | 'nothing'

const [quote, comma, openBrace, openBracket, closeBracket] = [0x22, 0x2c, 0x7b, 0x5b, 0x5d]

/** How deep and how far an object that should have been a list is searched for lists. */
const deepestLists = 4
const farthestLists = 16 << 20

/**
 * Walks through one JSON document token by token, holding none of it: up to the rows, and from behind them to the end.
 * All of it is checked. What stands at wished paths is kept.
 */
export class JsonDocument {
  readonly lines = new LineCounter()
  /** What stood at the wished paths so far, by path as it was written. */
  readonly beside = new Map<string, Scalar>()
  readonly #nullIsEmpty: boolean
  readonly #frames: JsonFrame[] = []
  #next: Next = 'a value'
  /** What is wished of the value that comes next, and its key. */
  #wish: JsonWish | undefined
  #key = ''
  #rows: 'ahead' | 'here' | 'behind' = 'ahead'
  /** The object that stands where the rows should be. */
  #instead: { readonly frame: JsonFrame; readonly from: number } | undefined
  /** Paths of the lists met where the rows should be. */
  readonly #lists: string[] = []

  /** `nullIsEmpty`: where the list of rows should be, `null` stands for one without rows. */
  constructor(wish: JsonWish, { nullIsEmpty }: { nullIsEmpty: boolean }) {
    this.#wish = wish
    this.#nullIsEmpty = nullIsEmpty
  }

  /**
   * Walks on. `rows`: the window stands behind the `[` of the rows; call again when it stands behind their `]`. `end`: the
   * document is whole. Throws a `Failure` (`json/syntax`, `json/rows`).
   */
  walk(window: ByteWindow): 'rows' | 'incomplete' | 'end' {
    for (;;) {
      const { bytes, to, ended } = window
      const at = skipSpace(bytes, window.from, to)
      this.lines.count(window, at)
      window.from = at
      if (at >= to) return this.#runOut(ended)
      if (this.#next === 'nothing') throw this.#more(bytes[at] ?? 0)
      const end = this.#token(window, at)
      if (end === cut) return this.#runOut(ended)
      if (end < 0) throw this.#unexpected(bytes[at] ?? 0)
      window.from = end
      if (this.#rows !== 'here') continue
      this.#rows = 'behind'
      return 'rows'
    }
  }

  #runOut(ended: boolean): 'incomplete' | 'end' {
    if (!ended) return 'incomplete'
    if (this.#next === 'nothing') return 'end'
    if (this.#frames.length === 0) throw jsonSyntax('the source is empty')
    throw jsonCutOff(`the document is cut off after line ${this.lines.line}`)
  }

  /** Behind the token at `at`. */
  #token(window: ByteWindow, at: number): number {
    const { bytes, to } = window
    const byte = bytes[at] ?? 0
    switch (this.#next) {
      case 'a comma or the end':
        if (byte !== comma) return this.#close(window, at)
        this.#next = this.#frames.at(-1)?.isList === true ? 'a value' : 'a key'
        return at + 1
      case 'a key or "}"':
        return byte === quote ? this.#readKey(bytes, at, to) : this.#close(window, at)
      case 'a key':
        return byte === quote ? this.#readKey(bytes, at, to) : broken
      case 'a value or "]"':
        return byte === closeBracket ? this.#close(window, at) : this.#value(window, at)
      case 'a value':
      case 'nothing':
      default:
        return this.#value(window, at)
    }
  }

  #readKey(bytes: Buffer, at: number, to: number): number {
    const end = stringEnd(bytes, at + 1, to)
    const behind = end < 0 ? end : colonEnd(bytes, end, to)
    if (behind < 0) return behind
    const frame = this.#frames.at(-1)
    if (frame?.wish !== undefined || frame?.path !== undefined) {
      this.#key = String(JSON.parse(bytes.toString('utf8', at, end)))
      this.#wish = frame.wish?.keys.get(this.#key)
      frame.remember(this.#key)
    } else this.#wish = undefined
    this.#next = 'a value'
    return behind
  }

  #value(window: ByteWindow, at: number): number {
    const { bytes, to } = window
    const byte = bytes[at] ?? 0
    const frame = this.#frames.at(-1)
    if (frame?.isList === true) {
      this.#key = String(frame.index)
      this.#wish = frame.wish?.keys.get(this.#key)
    }
    const isNested = byte === openBrace || byte === openBracket
    const end = isNested ? at + 1 : byte === quote ? stringEnd(bytes, at + 1, to) : this.#scalar(window, at)
    if (end < 0) return end
    if (isNested) this.#open(window, byte)
    else {
      if (this.#wish?.also !== undefined) this.beside.set(this.#wish.also, scalarOf(bytes, at, end))
      if (this.#wish?.leads === true) this.#refuseScalar(this.#wish, byte)
      this.#behindValue()
    }
    return end
  }

  /** A document that is no list may be one number and nothing else, of which no end is found. */
  #scalar({ bytes, to }: ByteWindow, at: number): number {
    const end = scalarEnd(bytes, at, to)
    if (end !== broken && this.#frames.length === 0) this.#refuseScalar(this.#wish, bytes[at] ?? 0)
    return end
  }

  #refuseScalar(wish: JsonWish | undefined, first: number): void {
    const isEmpty = this.#nullIsEmpty && wish?.rows === true && first === 0x6e
    if (!isEmpty) throw notRows(wish?.path ?? [], first)
    this.#rows = 'behind'
  }

  #behindValue(): void {
    const frame = this.#frames.at(-1)
    if (frame?.isList === true) frame.index++
    this.#next = frame === undefined ? 'nothing' : 'a comma or the end'
  }

  #open(window: ByteWindow, byte: number): void {
    const isList = byte === openBracket
    const wish = this.#wish
    const outer = this.#frames.at(-1)
    const path = wish?.path ?? (outer?.path === undefined ? undefined : [...outer.path, this.#key])
    if (isList && wish?.rows !== true && path !== undefined && outer?.path !== undefined)
      this.#lists.push(showJsonPath(path))
    if (isList && wish?.rows === true) {
      if (this.#rows !== 'ahead') throw jsonSyntax(`"${showJsonPath(wish.path)}" stands in it twice`)
      this.#rows = 'here'
      this.#behindValue()
      return
    }
    if (this.#frames.length >= deepest)
      throw jsonSyntax(`line ${this.lines.line}: it is nested more than ${number(deepest)} levels deep`)
    const searched = this.#instead !== undefined && !isList && this.#frames.length < deepestLists
    const told = wish?.leads === true || searched
    const frame = new JsonFrame(isList, wish, told && this.#rows === 'ahead' ? path : undefined)
    this.#frames.push(frame)
    if (wish?.rows === true) this.#instead = { frame, from: window.position }
    this.#next = isList ? 'a value or "]"' : 'a key or "}"'
    this.#wish = undefined
  }

  #close(window: ByteWindow, at: number): number {
    const frame = this.#frames.at(-1)
    if (frame === undefined || window.bytes[at] !== (frame.isList ? closeBracket : 0x7d)) return broken
    this.#missing(frame, window, at)
    this.#frames.pop()
    this.#behindValue()
    return at + 1
  }

  /** Throws when the rows should have stood in what closes here. */
  #missing(frame: JsonFrame, { bytes, position, from, to }: ByteWindow, at: number): void {
    if (this.#rows !== 'ahead') return
    const { wish } = frame
    if (this.#instead?.frame === frame) {
      const behind = skipSpace(bytes, at + 1, to)
      const goesOn = this.#frames.length === 1 && behind < to && bytes[behind] === openBrace
      throw notRows(wish?.path ?? [], openBrace, { frame, lists: this.#lists, goesOn })
    }
    if (this.#instead !== undefined && position - from + at - this.#instead.from > farthestLists)
      throw notRows(this.#instead.frame.path ?? [], openBrace, {
        frame: this.#instead.frame,
        lists: this.#lists,
        goesOn: false,
      })
    if (wish?.leads !== true) return
    for (const [key, child] of wish.keys) if (child.leads) throw noSuchKey(frame, key, this.#lists)
  }

  #more(byte: number): Error {
    const help = byte === openBrace ? '; objects on lines of their own are `ndjson:`' : ''
    return jsonSyntax(`line ${this.lines.line}: there is more after the end of the document${help}`)
  }

  #unexpected(byte: number): Error {
    const shown = byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte ${byte}`
    if (this.#frames.length === 0) return noJson(shown)
    return jsonSyntax(`line ${this.lines.line}: ${this.#next} must stand where ${shown} is`)
  }
}

function scalarOf(bytes: Buffer, at: number, end: number): Scalar {
  const text = bytes.toString('utf8', at, end)
  const value: unknown = JSON.parse(text)
  return typeof value === 'string' || typeof value === 'boolean' || value === null ? value : text
}
