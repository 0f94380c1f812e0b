import type { SchemaElement } from 'hyparquet'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { DatasetCursor } from '../../../dataset/file-format/dataset-cursor.ts'
import type { DatasetReader } from '../../../dataset/dataset-reader.ts'
import { collect, stopGrowth } from '../../collect.ts'
import { type PlannedColumn, planColumn } from './parquet-plan.ts'
import { RowGroup } from './row-group.ts'
import { timeExtents } from './time-extents.ts'

/** What a row group may hold: readers like few and large ones, but all of it is in memory until it is written. */
const mostValues = 1 << 18
const mostRows = 1 << 16
const mostBytes = 8 << 20

/** The dataset as Parquet, row group by row group, compressed by snappy. Same rows, same bytes. */
export function* encodeParquet(dataset: DatasetReader): Generator<Buffer> {
  const extents = timeExtents(dataset)
  const columns = dataset.columns.map((column, index) => planColumn(column, extents.get(index)))
  const writer = new ByteWriter(1 << 20)
  const parquet = new ParquetWriter({
    writer,
    schema: schemaOf(columns, (column) => column.writtenAs ?? column.element),
    createdBy: 'millrace',
  })
  for (const group of groupsOf(dataset)) {
    write(parquet, columns, group)
    yield taken(writer)
  }
  parquet.schema = schemaOf(columns, ({ element }) => element)
  void parquet.finish()
  yield taken(writer)
}

function schemaOf(
  columns: readonly PlannedColumn[],
  elementOf: (column: PlannedColumn) => SchemaElement,
): SchemaElement[] {
  return [{ name: 'schema', num_children: columns.length }, ...columns.map(elementOf)]
}

/**
 * The rows group by group; the memory is used again. What the library made of one is let go before the next: V8 alone would keep
 * a dozen, and the space for what is new would grow with each.
 */
function* groupsOf(dataset: DatasetReader): Generator<RowGroup> {
  stopGrowth()
  const cursor = new DatasetCursor(dataset)
  const columns = dataset.columns.length
  const rows = Math.max(1, Math.min(mostRows, Math.floor(mostValues / columns)))
  const group = new RowGroup(cursor, columns, dataset.rowidColumn)
  while (cursor.next()) {
    group.add()
    if (group.rows < rows && group.size < mostBytes) continue
    yield group
    group.clear()
    collect('major')
  }
  if (group.rows > 0) yield group
}

/** The library asks for a column when it is its turn. */
function write(parquet: ParquetWriter, columns: readonly PlannedColumn[], group: RowGroup): void {
  const columnData = columns.map(({ element, writtenAs, valueOf }, index) => ({
    name: element.name,
    get data() {
      return group.values(index, valueOf)
    },
    // Bytes that are compared by what they are not would come out of order.
    ...(writtenAs === undefined ? {} : { statistics: false, encoding: 'PLAIN' as const }),
  }))
  void parquet.write({ columnData, rowGroupSize: group.rows })
}

/** What was written since the last call; the writer's memory is used again. */
function taken(writer: ByteWriter): Buffer {
  const bytes = Buffer.from(new Uint8Array(writer.buffer, 0, writer.index))
  writer.index = 0
  return bytes
}
