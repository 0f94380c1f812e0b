import type { ByteWindow } from '../byte-window.ts'
import { isSpace } from './json-grammar.ts'
import type { RowPlace } from './json-batch.ts'
import type { JsonRows } from './json-rows.ts'
import type { RecordTaker } from './record-taker.ts'
import { Utf8Check } from '../utf8-check.ts'

const openBracket = 0x5b
const listHint = 'a list of rows is read by `json:`'

/** One record a line; blank lines are passed over. */
export class LineRecords implements RecordTaker {
  line = 0
  readonly #utf8 = new Utf8Check()
  #isFirst = true

  take(window: ByteWindow, rows: JsonRows): 'record' | 'incomplete' | 'end' {
    for (;;) {
      const { bytes, from, to, ended } = window
      if (from === to && ended) return 'end'
      let stop = bytes.indexOf(10, from)
      if (stop < 0 || stop >= to) {
        if (!ended) return 'incomplete'
        stop = to
      }
      this.line++
      let start = from
      let end = stop
      while (start < end && isSpace(bytes[start] ?? 0)) start++
      while (end > start && isSpace(bytes[end - 1] ?? 0)) end--
      if (end > start) this.#add(window, rows, { start, end, line: this.line })
      window.from = Math.min(stop + 1, to)
      if (end > start) return 'record'
    }
  }

  #add(window: ByteWindow, rows: JsonRows, place: RowPlace): void {
    const { start, end } = place
    const isRow = rows.takes(window.bytes[start]) && rows.read(start, end) === end
    if (isRow && this.#utf8.holds(window, start, end)) rows.accept(place)
    else rows.refuse(place, this.#isFirst && window.bytes[start] === openBracket ? listHint : undefined)
    this.#isFirst = false
  }
}
