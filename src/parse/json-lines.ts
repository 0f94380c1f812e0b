import type { ByteWindow } from './byte-window.ts'
import { isSpace } from './json-object.ts'
import type { RecordFinder } from './record-finder.ts'

/** One record a line; blank lines are passed over. */
export class LineRecords implements RecordFinder {
  line = 0
  start = 0
  end = 0
  next = 0

  find(window: ByteWindow): 'record' | 'incomplete' | 'end' {
    for (;;) {
      const { bytes, from, to, ended } = window
      if (from === to && ended) return 'end'
      let stop = bytes.indexOf(10, from)
      if (stop < 0 || stop >= to) {
        if (!ended) return 'incomplete'
        stop = to
      }
      this.line++
      this.next = Math.min(stop + 1, to)
      this.start = from
      this.end = stop
      while (this.start < this.end && isSpace(bytes[this.start] ?? 0)) this.start++
      while (this.end > this.start && isSpace(bytes[this.end - 1] ?? 0)) this.end--
      if (this.end > this.start) return 'record'
      window.from = this.next
    }
  }
}
