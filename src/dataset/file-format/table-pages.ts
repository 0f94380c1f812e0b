import { InteriorLevels } from './interior-levels.ts'
import { PageAllocator, pageSize } from './page-allocator.ts'
import { leafPage, localSize } from './page-format.ts'
import type { PageSink } from './pages.ts'
import { putVarint, varintLength } from './varint.ts'

/**
 * A table's tree, written in one go in the order of its row ids (1, 2, 3, …): leaves as they fill, overflow pages
 * as they come, the levels above as soon as a page of them is full.
 *
 *     leaf:  header 8 | cell pointers →      ← cells | end of page
 *     cell:  varint payload | varint row id | record (| number of its first overflow page)
 */
export class TablePages {
  readonly allocator: PageAllocator
  /** The open leaf. */
  readonly leaf = Buffer.alloc(pageSize)
  readonly #levels: InteriorLevels
  #cells = 0
  #pointers = 8
  #content = pageSize
  rows = 0

  constructor(sink: PageSink) {
    this.allocator = new PageAllocator(sink)
    this.#levels = new InteriorLevels(this.allocator)
  }

  /**
   * Opens the next row's cell. Answers where in `leaf` its record of `payload` bytes is to be written; -1 when it
   * is too long for a leaf and must be given to `spill`.
   */
  place(payload: number): number {
    if (localSize(payload, pageSize) < payload) return -1
    return this.#open(payload, payload)
  }

  /** Takes a record that `place` would not: its head into the leaf, its rest into overflow pages. */
  spill(record: Buffer, payload: number): void {
    const local = localSize(payload, pageSize)
    const at = this.#open(payload, local + 4)
    record.copy(this.leaf, at, 0, local)
    this.leaf.writeUInt32BE(this.allocator.next, at + local)
    writeOverflow(this.allocator, record.subarray(local, payload))
  }

  #open(payload: number, inLeaf: number): number {
    const rowid = ++this.rows
    const size = varintLength(payload) + varintLength(rowid) + inLeaf
    if (this.#pointers + 2 + size > this.#content) this.#closeLeaf(rowid - 1)
    this.#content -= size
    this.leaf[this.#pointers] = this.#content >> 8
    this.leaf[this.#pointers + 1] = this.#content
    this.#pointers += 2
    this.#cells++
    return putVarint(this.leaf, putVarint(this.leaf, this.#content, payload), rowid)
  }

  #closeLeaf(lastRowid: number): void {
    const { leaf } = this
    leaf[0] = leafPage
    leaf.writeUInt16BE(this.#cells, 3)
    leaf.writeUInt16BE(this.#content, 5)
    leaf.fill(0, this.#pointers, this.#content)
    const number = this.allocator.next
    this.allocator.put(leaf)
    this.#levels.add(number, lastRowid)
    this.#cells = 0
    this.#pointers = 8
    this.#content = pageSize
  }

  /** Writes what is open and answers the root's page. */
  finish(): number {
    if (this.#cells > 0 || this.rows === 0) this.#closeLeaf(this.rows)
    return this.#levels.finish()
  }
}

/** A chain of pages, each the number of the next (0 at the end) and then content, from `allocator.next` on. */
export function writeOverflow(allocator: PageAllocator, rest: Buffer): void {
  const each = pageSize - 4
  for (let at = 0; at < rest.length; at += each) {
    const offset = allocator.take()
    if (at + each < rest.length) allocator.block.writeUInt32BE(allocator.next, offset)
    rest.copy(allocator.block, offset + 4, at, Math.min(at + each, rest.length))
  }
}
