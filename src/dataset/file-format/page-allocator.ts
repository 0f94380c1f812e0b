import { lockPage } from './page-format.ts'
import type { PageSink } from './pages.ts'

export const pageSize = 4096
/** 64 KiB: for larger writes Linux looks for larger stretches of memory, which took ten times as long where there were few. */
const pagesAtOnce = 16

/** Hands out pages in ascending order from page 2 on and writes them to the sink several at a time. */
export class PageAllocator {
  readonly #sink: PageSink
  readonly block = Buffer.alloc(pageSize * pagesAtOnce)
  #first = 2
  #count = 0

  constructor(sink: PageSink) {
    this.#sink = sink
  }

  /** The number that the next page will have. */
  get next(): number {
    const next = this.#first + this.#count
    return next === lockPage(pageSize) ? next + 1 : next
  }

  /** How many bytes from the beginning on are in the sink, but for page 1; 0 while no page is. */
  get written(): number {
    return this.#first === 2 ? 0 : (this.#first - 1) * pageSize
  }

  /** The number of pages so far, page 1 among them. */
  get total(): number {
    return this.#first + this.#count - 1
  }

  /** Takes the page numbered `next`: zeroed, at the offset answered, in `block`, until the next call. */
  take(): number {
    const offset = this.#take()
    this.block.fill(0, offset, offset + pageSize)
    return offset
  }

  /** Takes the page numbered `next` for a copy of `page`. */
  put(page: Buffer): void {
    page.copy(this.block, this.#take(), 0, pageSize)
  }

  #take(): number {
    if (this.#first + this.#count === lockPage(pageSize)) {
      const unused = this.#takeOne()
      this.block.fill(0, unused, unused + pageSize)
    }
    return this.#takeOne()
  }

  #takeOne(): number {
    if (this.#count === pagesAtOnce) this.flush()
    return this.#count++ * pageSize
  }

  flush(): void {
    if (this.#count === 0) return
    this.#sink.write(this.block.subarray(0, this.#count * pageSize), (this.#first - 1) * pageSize)
    this.#first += this.#count
    this.#count = 0
  }
}
