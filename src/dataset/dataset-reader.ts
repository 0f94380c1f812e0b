import { Failure } from '../diagnostic/failure.ts'
import type { Column } from './column.ts'
import { columnOf } from './profile/column-of.ts'
import { readHeader, type FileHeader } from './file-format/file-header.ts'
import type { PageSource } from './file-format/pages.ts'
import { RecordCursor } from './file-format/record-cursor.ts'
import { integerAt, isText, RecordFields, textSize } from './file-format/record-fields.ts'
import { readTableSql, type TableColumn } from './file-format/table-sql.ts'

/** A dataset opened for reading. The encoders (`encodeCsv`, `encodeCopy`, …) and `readRows` take it. */
export interface DatasetReader {
  readonly table: string
  readonly columns: readonly Column[]
  /** Exact. */
  readonly rows: number
  readonly source: PageSource
  readonly header: FileHeader
  /** The first page of the table's tree. */
  readonly root: number
  /** The column whose values are the row ids; -1 when there is none. */
  readonly rowidColumn: number
  /** The first column with a default: a record that ends before it means that default. 2^32 - 1: none has one. */
  readonly firstDefault: number
}

interface SchemaRow {
  readonly name: string
  readonly root: number
  readonly sql: string
}

/**
 * Reads the schema of a SQLite file, whoever wrote it. Without `table` the file must hold exactly one.
 * Throws a `Failure` (`dataset/format`) for what is no such file.
 */
export function openDataset(source: PageSource, table?: string): DatasetReader {
  const header = readHeader(source)
  const { name, root, sql } = chooseTable(readSchema(source, header), table)
  const { columns, withoutRowid } = readTableSql(sql)
  if (withoutRowid) throw new Failure('dataset/format', `${name} is a table WITHOUT ROWID, which is not read`)
  checkColumns(name, columns)
  const cursor = new RecordCursor(source, header, root)
  return {
    table: name,
    columns: columns.map(columnOf),
    rows: header.pristine ? cursor.lastRowid() : cursor.count(),
    source,
    header,
    root,
    rowidColumn: columns.findIndex((column) => column.rowid),
    firstDefault: columns.findIndex((column) => column.hasDefault) >>> 0,
  }
}

function checkColumns(table: string, columns: readonly TableColumn[]): void {
  const generated = columns.find((column) => column.generated)
  if (generated === undefined) return
  throw new Failure('dataset/format', `${table}.${generated.name} is a generated column, which is not read`)
}

function readSchema(source: PageSource, header: FileHeader): SchemaRow[] {
  const cursor = new RecordCursor(source, header, 1)
  const fields = new RecordFields(5)
  const tables: SchemaRow[] = []
  while (cursor.next()) {
    fields.read(cursor.bytes, cursor.at)
    const texts = [0, 1, 4].map((index) => {
      const serial = fields.serial[index] ?? 0
      const at = fields.at[index] ?? 0
      return isText(serial) ? cursor.bytes.toString('utf8', at, at + textSize(serial)) : ''
    })
    const [type, name, sql] = texts
    if (type !== 'table' || name === undefined || sql === undefined || name.startsWith('sqlite_')) continue
    const root = integerAt(cursor.bytes, fields.at[3] ?? 0, fields.serial[3] ?? 0)
    if (root > 0) tables.push({ name, root, sql })
  }
  return tables
}

function chooseTable(tables: readonly SchemaRow[], wanted: string | undefined): SchemaRow {
  const names = tables.map(({ name }) => name).join(', ')
  if (wanted !== undefined) {
    const found = tables.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
    if (found !== undefined) return found
    throw new Failure(
      'dataset/format',
      `the file has no table ${wanted}; it has ${names === '' ? 'none' : names}`,
    )
  }
  const [only, ...others] = tables
  if (only === undefined) throw new Failure('dataset/format', 'the file has no table')
  if (others.length > 0) throw new Failure('dataset/format', `the file has more than one table: ${names}`)
  return only
}
