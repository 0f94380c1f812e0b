import type { SchemaElement } from 'hyparquet'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { DatasetCursor } from '../../../dataset/dataset-cursor.ts'
import type { DatasetReader } from '../../../dataset/dataset-reader.ts'
import { type PlannedColumn, planColumn } from './parquet-plan.ts'
import { timeExtents } from './time-extents.ts'

/** What a row group may hold: its values are JavaScript's until it is written. */
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
  for (const group of groupsOf(dataset, columns)) {
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

/** The values of each column, group by group; the arrays are used again. */
function* groupsOf(dataset: DatasetReader, columns: readonly PlannedColumn[]): Generator<unknown[][]> {
  const cursor = new DatasetCursor(dataset)
  const rows = Math.max(1, Math.min(mostRows, Math.floor(mostValues / columns.length)))
  const group: unknown[][] = columns.map(() => [])
  let count = 0
  let bytes = 0
  while (cursor.next()) {
    for (const [index, { valueOf, bytesOf }] of columns.entries()) {
      const value = cursor.isNull(index) ? null : valueOf(cursor, index)
      if (value !== null && bytesOf !== undefined) bytes += bytesOf(value)
      group[index]?.push(value)
    }
    if (++count < rows && bytes < mostBytes) continue
    yield group
    for (const values of group) values.length = 0
    count = bytes = 0
  }
  if (count > 0) yield group
}

function write(parquet: ParquetWriter, columns: readonly PlannedColumn[], group: unknown[][]): void {
  const columnData = columns.map(({ element, writtenAs }, index) => ({
    name: element.name,
    data: group[index] ?? [],
    // Bytes that are compared by what they are not would come out of order.
    ...(writtenAs === undefined ? {} : { statistics: false, encoding: 'PLAIN' as const }),
  }))
  void parquet.write({ columnData, rowGroupSize: Math.max(1, group[0]?.length ?? 1) })
}

/** What was written since the last call; the writer's memory is used again. */
function taken(writer: ByteWriter): Buffer {
  const bytes = Buffer.from(new Uint8Array(writer.buffer, 0, writer.index))
  writer.index = 0
  return bytes
}
