import { interiorPage } from './page-format.ts'
import { pageSize, type PageAllocator } from './page-allocator.ts'
import { putVarint, varintLength } from './varint.ts'

/** The entries of one open interior page: its children and the largest row id under each. */
interface Level {
  children: number[]
  rowids: number[]
  /** Bytes that the cells of all entries but the last take. */
  size: number
}

const room = pageSize - 12

/**
 * The levels above the leaves, built from below while the leaves come, so that memory grows with the tree's depth
 * only. A full page is written without its last two entries, which open the next one: no page is ever left with
 * a single child, which SQLite would call corrupt.
 */
export class InteriorLevels {
  readonly #pages: PageAllocator
  readonly #levels: Level[] = []

  constructor(pages: PageAllocator) {
    this.#pages = pages
  }

  add(page: number, lastRowid: number, depth = 0): void {
    const level = (this.#levels[depth] ??= { children: [], rowids: [], size: 0 })
    const before = level.rowids.at(-1)
    const cell = before === undefined ? 0 : cellSize(before)
    if (level.size + cell > room) {
      const children = level.children.splice(0, level.children.length - 1)
      const rowids = level.rowids.splice(0, level.rowids.length - 1)
      level.size = 0
      this.#write(children, rowids, depth)
    }
    level.size += cell
    level.children.push(page)
    level.rowids.push(lastRowid)
  }

  /** Writes what is open, level by level, and answers the root. At least one page must have been added. */
  finish(): number {
    for (let depth = 0; ; depth++) {
      const level = this.#levels[depth]
      const only = level?.children[0]
      if (level === undefined || only === undefined) throw new RangeError('the tree has no leaf')
      if (level.children.length === 1 && depth === this.#levels.length - 1) return only
      this.#write(level.children, level.rowids, depth)
    }
  }

  #write(children: readonly number[], rowids: readonly number[], depth: number): void {
    const number = this.#pages.next
    const offset = this.#pages.take()
    const page = this.#pages.block.subarray(offset, offset + pageSize)
    const cells = children.length - 1
    let content = pageSize
    for (let i = 0; i < cells; i++) {
      const rowid = rowids[i] ?? 0
      content -= cellSize(rowid) - 2
      page.writeUInt32BE(children[i] ?? 0, content)
      putVarint(page, content + 4, rowid)
      page.writeUInt16BE(content, 12 + 2 * i)
    }
    page[0] = interiorPage
    page.writeUInt16BE(cells, 3)
    page.writeUInt16BE(content, 5)
    page.writeUInt32BE(children[cells] ?? 0, 8)
    this.add(number, rowids[cells] ?? 0, depth + 1)
  }
}

/** Child, row id, and the pointer to them. */
function cellSize(rowid: number): number {
  return 4 + varintLength(rowid) + 2
}
