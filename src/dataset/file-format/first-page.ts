import { applicationId, headerSize, leafPage, localSize } from './page-format.ts'
import { pageSize, type PageAllocator } from './page-allocator.ts'
import { writeOverflow } from './table-pages.ts'
import { putVarint, varintLength } from './varint.ts'

/**
 * Page 1: the file's header, then the leaf of the schema with the table's one row. A long schema text takes
 * overflow pages of the allocator, so this comes before its last flush.
 */
export function firstPage(allocator: PageAllocator, table: string, root: number, sql: string): Buffer {
  const page = Buffer.alloc(pageSize)
  const record = schemaRecord(table, root, sql)
  const local = localSize(record.length, pageSize)
  const spills = local < record.length
  const at = pageSize - varintLength(record.length) - 1 - local - (spills ? 4 : 0)
  const body = putVarint(page, putVarint(page, at, record.length), 1)
  record.copy(page, body, 0, local)
  if (spills) {
    page.writeUInt32BE(allocator.next, body + local)
    writeOverflow(allocator, record.subarray(local))
  }
  page[headerSize] = leafPage
  page.writeUInt16BE(1, headerSize + 3)
  page.writeUInt16BE(at, headerSize + 5)
  page.writeUInt16BE(at, headerSize + 8)
  writeHeader(page, allocator.total)
  return page
}

/** The row of `sqlite_schema`: type, name, tbl_name, rootpage, sql. */
function schemaRecord(table: string, root: number, sql: string): Buffer {
  const name = Buffer.from(table)
  const text = Buffer.from(sql)
  const page = Buffer.alloc(4)
  page.writeInt32BE(root)
  const serial = [13 + 2 * 5, 13 + 2 * name.length, 13 + 2 * name.length, 4, 13 + 2 * text.length]
  const size = 1 + serial.reduce((sum, type) => sum + varintLength(type), 0)
  const head = Buffer.alloc(size)
  let at = putVarint(head, 0, size)
  for (const type of serial) at = putVarint(head, at, type)
  return Buffer.concat([head, Buffer.from('table'), name, name, page, text])
}

function writeHeader(page: Buffer, pages: number): void {
  page.write('SQLite format 3\0', 0, 'latin1')
  page.writeUInt16BE(pageSize, 16)
  // Rollback journal for writing and reading; no reserved bytes; the three payload fractions that are fixed.
  page.set([1, 1, 0, 64, 32, 32], 18)
  page.writeUInt32BE(1, 24) // change counter
  page.writeUInt32BE(pages, 28)
  page.writeUInt32BE(1, 40) // schema cookie
  page.writeUInt32BE(4, 44) // schema format
  page.writeUInt32BE(1, 56) // UTF-8
  page.writeUInt32BE(applicationId, 68)
  page.writeUInt32BE(1, 92) // the change counter for which the size above is right
  page.writeUInt32BE(3_053_004, 96) // the version of SQLite whose format this follows
}
