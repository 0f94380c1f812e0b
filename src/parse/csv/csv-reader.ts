import { fieldKind, type Batch } from '../../dataset/batch.ts'
import { rawText, type OnReject } from '../../dataset/reject.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { ByteWindow } from '../byte-window.ts'
import type { CsvMarks } from './csv-marks.ts'
import { nullMarker, type MarkNulls } from './null-tokens.ts'
import { openScanner } from './open-scanner.ts'
import { type RecordScanner, scanned } from './record-scanner.ts'
import type { CutShort } from '../records.ts'
import { textFault, validText } from '../valid-text.ts'

interface CsvReading {
  readonly marks: CsvMarks
  readonly names: readonly string[]
  /** The line on which the window begins. */
  readonly line: number
  readonly null?: readonly string[]
  readonly ragged: 'reject' | 'pad' | 'fail'
}

/** Fields in a batch, at most; at least one row. */
const batchFields = 1 << 16

/** The rows of a CSV behind its header, as batches. */
export class CsvReader {
  readonly #window: ByteWindow
  readonly #onReject: OnReject
  readonly #cut: CutShort
  readonly #columns: number
  readonly #ragged: CsvReading['ragged']
  readonly #markNulls: MarkNulls
  readonly #scanner: RecordScanner
  readonly #mostRows: number
  readonly #lines: Int32Array
  readonly #raw: Int32Array
  #line: number
  #rows = 0

  constructor(window: ByteWindow, reading: CsvReading, onReject: OnReject, cut: CutShort) {
    this.#window = window
    this.#cut = cut
    this.#onReject = onReject
    this.#columns = reading.names.length
    this.#ragged = reading.ragged
    this.#markNulls = nullMarker(reading.null ?? [''])
    this.#mostRows = Math.max(1, Math.floor(batchFields / this.#columns))
    this.#scanner = openScanner(reading.marks, this.#mostRows * this.#columns)
    this.#lines = new Int32Array(this.#mostRows)
    this.#raw = new Int32Array(2 * this.#mostRows)
    this.#line = reading.line
  }

  async *batches(): AsyncGenerator<Batch, void, void> {
    const window = this.#window
    try {
      for (;;) {
        const hungry = this.#scanSome()
        if (this.#rows > 0) yield* validText(this.#batch(), this.#onReject)
        if (!hungry) continue
        if (window.ended && this.#isCut()) this.#rejectCut()
        if (window.ended && (this.#isCut() || window.from === window.to)) return
        window.refuseRunaway(this.#line)
        await window.fill()
      }
    } finally {
      await window.close()
    }
  }

  /** Fills one batch from the window. Answers whether the window must be filled before there can be more. */
  #scanSome(): boolean {
    const window = this.#window
    const scanner = this.#scanner
    const columns = this.#columns
    const last = window.ended && !this.#isCut()
    this.#rows = 0
    scanner.side = window.half
    while (this.#rows < this.#mostRows) {
      if (window.from === window.to) return true
      const base = this.#rows * columns
      const verdict = scanner.scan(window.bytes, window.from, window.to, last, base, columns)
      if (verdict === scanned.incomplete) return true
      if (verdict === scanned.damaged) this.#reject('quote', this.#quoteFault())
      else if (verdict === scanned.row) this.#take(base)
      else if (verdict === scanned.blank && columns === 1) this.#takeBlank(base)
      window.from = scanner.next
      this.#line += scanner.lines
    }
    return false
  }

  #take(base: number): void {
    const { count, kind } = this.#scanner
    if (count !== this.#columns) {
      const fault = `${count} ${count === 1 ? 'field' : 'fields'} instead of ${this.#columns}`
      if (this.#ragged === 'fail')
        throw new Failure('csv/ragged', `line ${this.#line} has ${fault} (byte ${this.#byte()})`)
      if (this.#ragged === 'reject' || count > this.#columns) return this.#reject('ragged', fault)
      this.#scanner.start.fill(0, base + count, base + this.#columns)
      this.#scanner.end.fill(0, base + count, base + this.#columns)
      kind.fill(fieldKind.null, base + count, base + this.#columns)
    }
    this.#keep()
  }

  /** Of a single column an empty line is an empty field. */
  #takeBlank(base: number): void {
    const { start, end, kind } = this.#scanner
    start[base] = this.#window.from
    end[base] = this.#window.from
    kind[base] = fieldKind.bare
    this.#keep()
  }

  #keep(): void {
    this.#lines[this.#rows] = this.#line
    this.#raw[2 * this.#rows] = this.#window.from
    this.#raw[2 * this.#rows + 1] = this.#rowEnd()
    this.#rows++
  }

  /** Where the record just scanned ends, its line break left out. */
  #rowEnd(): number {
    const { bytes, from } = this.#window
    let end = this.#scanner.next
    if (end > from && bytes[end - 1] === 10) end--
    if (end > from && bytes[end - 1] === 13) end--
    return end
  }

  #isCut(): boolean {
    return this.#cut() !== undefined
  }

  /** What stands at the end of a source that is cut short is no row, even if it looks like one. */
  #rejectCut(): void {
    const { bytes, from, to } = this.#window
    const [line, byte] = [this.#line, this.#byte()]
    const raw = rawText(bytes.subarray(from, to))
    this.#onReject({ line, byte, column: null, rule: 'cut short', value: this.#cut() ?? null, raw })
  }

  /** Of a record of many lines, on which of them. */
  #quoteFault(): string {
    const { fault, lines } = this.#scanner
    return lines === 1 ? fault : `${fault} on line ${this.#line + lines - 1}`
  }

  #byte(): number {
    return this.#window.placeOf(this.#window.from)
  }

  #reject(rule: string, value: string): void {
    const raw = this.#window.bytes.subarray(this.#window.from, this.#rowEnd())
    const broken = textFault(raw)
    this.#onReject({
      line: this.#line,
      byte: this.#byte(),
      column: null,
      rule: broken?.rule ?? rule,
      value: broken?.value ?? value,
      raw: rawText(raw),
    })
  }

  #batch(): Batch {
    const { start, end, kind } = this.#scanner
    this.#markNulls(this.#window.bytes, start, end, kind, this.#rows * this.#columns)
    return {
      bytes: this.#window.bytes,
      rows: this.#rows,
      columns: this.#columns,
      start,
      end,
      kind,
      line: this.#lines,
      raw: this.#raw,
      byteOf: (at) => this.#window.placeOf(at),
      free: this.#scanner.side,
    }
  }
}
