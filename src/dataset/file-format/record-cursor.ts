import { Failure } from '../../diagnostic/failure.ts'
import type { FileHeader } from './file-header.ts'
import { headerSize, interiorPage, leafPage, localSize } from './page-format.ts'
import { PageCache } from './page-cache.ts'
import type { PageSource } from './pages.ts'
import { VarintReader } from './varint.ts'

/** Walks a table's tree in the order of its row ids, record by record. */
export class RecordCursor {
  readonly #cache: PageCache
  readonly #overflow: PageCache
  readonly #usable: number
  readonly #varint = new VarintReader()
  /** Pages still to visit, the next one last. */
  readonly #stack: number[]
  #isWalking = true
  #visited = 0
  #leaf = 0
  #base = 0
  #cell = 0
  #cells = 0
  #joined = Buffer.alloc(0)
  /** The record: `size` bytes of `bytes` from `at` on, until the next call of `next`. */
  bytes = Buffer.alloc(0)
  at = 0
  size = 0
  rowid = 0

  /** Without a `root` there is no record before `visit`. */
  constructor(
    source: PageSource,
    { pageSize, usable }: Pick<FileHeader, 'pageSize' | 'usable'>,
    root?: number,
  ) {
    this.#cache = new PageCache(source, pageSize)
    this.#overflow = new PageCache(source, pageSize)
    this.#usable = usable
    this.#stack = root === undefined ? [] : [root]
  }

  /**
   * Goes on, in place of walking the tree, with the leaves among the pages from `first` up to, not including, `end`. For a
   * file that this program writes: leaves come in the order of their rows, and what their records refer to comes before.
   */
  visit(first: number, end: number): void {
    this.#isWalking = false
    for (let page = end - 1; page >= first; page--) this.#stack.push(page)
  }

  /** Moves to the next record; false behind the last. */
  next(): boolean {
    while (this.#cell === this.#cells) {
      const page = this.#stack.pop()
      if (page === undefined) return false
      this.#open(page)
    }
    const page = this.#cache.bytes
    const varint = this.#varint
    const pointer = this.#base + 8 + 2 * this.#cell++
    varint.at = this.#leaf + page.readUInt16BE(pointer)
    const size = varint.next(page)
    this.rowid = varint.next(page)
    this.size = size
    const local = localSize(size, this.#usable)
    if (varint.at + local > this.#leaf + this.#cache.pageSize) throw damaged('a record leaves its page')
    this.bytes = page
    this.at = varint.at
    if (local < size) this.#join(varint.at, local)
    return true
  }

  /** Counts the records without looking at them. */
  count(): number {
    let count = 0
    for (let page = this.#stack.pop(); page !== undefined; page = this.#stack.pop()) {
      this.#open(page)
      count += this.#cells
    }
    return count
  }

  /** The largest row id: that of the last cell of the right-most leaf. 0 in an empty table. */
  lastRowid(): number {
    for (let page = this.#stack.pop(); page !== undefined; page = this.#stack.pop()) this.#open(page)
    let last = 0
    for (; this.#cell < this.#cells; this.#cell = this.#cells) {
      this.#cell = this.#cells - 1
      this.next()
      last = this.rowid
    }
    return last
  }

  /** Starts a leaf, or puts the children of an interior page on the stack. */
  #open(number: number): void {
    if (++this.#visited > this.#cache.pages) throw damaged('its tree has a loop')
    this.#leaf = this.#cache.page(number)
    this.#base = this.#leaf + (number === 1 ? headerSize : 0)
    const page = this.#cache.bytes
    const count = page.readUInt16BE(this.#base + 3)
    const type = page[this.#base]
    this.#cell = 0
    this.#cells = type === leafPage ? count : 0
    if (type === leafPage || !this.#isWalking) return
    if (type !== interiorPage) throw damaged(`page ${number} is of no table`)
    this.#stack.push(page.readUInt32BE(this.#base + 8))
    for (let i = count - 1; i >= 0; i--) {
      this.#stack.push(page.readUInt32BE(this.#leaf + page.readUInt16BE(this.#base + 12 + 2 * i)))
    }
  }

  /** Puts a record together from its head in the leaf and its chain of overflow pages. */
  #join(at: number, local: number): void {
    const page = this.#cache.bytes
    if (this.#joined.length < this.size) this.#joined = Buffer.allocUnsafe(2 * this.size)
    page.copy(this.#joined, 0, at, at + local)
    let next = page.readUInt32BE(at + local)
    for (let done = local; done < this.size;) {
      const offset = this.#overflow.page(next)
      const take = Math.min(this.#usable - 4, this.size - done)
      this.#overflow.bytes.copy(this.#joined, done, offset + 4, offset + 4 + take)
      done += take
      next = this.#overflow.bytes.readUInt32BE(offset)
    }
    this.bytes = this.#joined
    this.at = 0
  }
}

function damaged(what: string): Failure {
  return new Failure('dataset/format', `the dataset file is damaged: ${what}`)
}
