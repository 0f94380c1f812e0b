import { Failure } from '../../diagnostic/failure.ts'
import type { PageSource } from './pages.ts'

const longestRun = 1 << 20

/** Pages of a source, read in runs that grow while they are asked for in order. */
export class PageCache {
  readonly #source: PageSource
  readonly pageSize: number
  /** Holds the page last asked for, until the next is. */
  bytes = Buffer.alloc(0)
  #first = 0
  #count = 0
  #run = 1

  constructor(source: PageSource, pageSize: number) {
    this.#source = source
    this.pageSize = pageSize
  }

  /** A source that is still being written has more each time. */
  get pages(): number {
    return Math.floor(this.#source.size / this.pageSize)
  }

  /** The offset in `bytes` of a page. */
  page(number: number): number {
    if (number >= this.#first && number < this.#first + this.#count)
      return (number - this.#first) * this.pageSize
    const { pages } = this
    if (number < 1 || number > pages) {
      throw new Failure(
        'dataset/format',
        `the file is damaged: it has ${pages} pages, and one points to page ${number}`,
      )
    }
    const inOrder = number === this.#first + this.#count
    this.#run = inOrder ? Math.min(this.#run * 2, longestRun / this.pageSize) : 4
    this.#count = Math.max(1, Math.min(this.#run, pages - number + 1))
    this.#first = number
    const size = this.#count * this.pageSize
    if (this.bytes.length < size) this.bytes = Buffer.allocUnsafe(size)
    this.#source.read(this.bytes.subarray(0, size), (number - 1) * this.pageSize)
    return 0
  }
}
