import { type DecodedArray, parquetScan } from 'hyparquet'
import type { Batch } from '../../../dataset/batch.ts'
import type { OnReject } from '../../../dataset/reject.ts'
import type { Records } from '../../../parse/records.ts'
import { collect, stopGrowth } from '../../collect.ts'
import { parsers } from './exact-schema.ts'
import { FlatColumn } from './flat-column.ts'
import { PackedColumn } from './packed-column.ts'
import { type ParquetColumn, parquetColumns } from './parquet-columns.ts'
import { compressors, openParquetFile, type ParquetFile, undamaged } from './parquet-file.ts'
import { RowsOut } from './rows-out.ts'

const batchFields = 1 << 15

/** A column of the row group that is being read: where its pages come from (a nested one comes whole), and what is decoded. */
interface Ready {
  readonly source: FlatColumn | undefined
  readonly packed: PackedColumn
}

/**
 * Reads a Parquet file in pieces no larger than a page of each plain column and a row group of each nested one. The line of
 * a row is its number, from 1. `only`: the columns that are wanted, others come as nulls. Throws a `Failure`
 * (`parquet/damaged`, `file/missing`).
 */
export async function openParquet(
  source: { readonly path: string; readonly label: string },
  {
    only,
    onReject,
    onBytes,
  }: { only?: ReadonlySet<string>; onReject: OnReject; onBytes: (bytes: number) => void },
): Promise<Records> {
  const file = await openParquetFile(source)
  const columns = await parquetColumns(file).catch(async (error: unknown) => {
    await file[Symbol.asyncDispose]()
    throw error
  })
  const names = columns.map(({ column }) => column.name)
  const wanted = columns.map(({ column }) => only?.has(column.name) ?? true)
  return {
    names,
    notes: [],
    batches: batchesOf(file, { columns, wanted, onReject, onBytes }),
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  }
}

interface Wanted {
  readonly columns: readonly ParquetColumn[]
  readonly wanted: readonly boolean[]
  readonly onReject: OnReject
  readonly onBytes: (bytes: number) => void
}

async function* batchesOf(opened: ParquetFile, wanted: Wanted): AsyncGenerator<Batch, void, void> {
  await using file = opened
  stopGrowth()
  const out = new RowsOut(wanted.columns, wanted.onReject)
  const packed = wanted.columns.map((column) => new PackedColumn(column))
  let first = 0
  let bytes = 0
  for (const [index, group] of file.metadata.row_groups.entries()) {
    // Values that pages were decoded to: V8 alone would keep those of several row groups.
    if (index > 0) collect('major')
    const rows = Number(group.num_rows)
    const ready = await undamaged(file.label, () =>
      start(file, { index, first, rows }, { ...wanted, packed }),
    )
    for (let done = 0; done < rows;) {
      const most = Math.max(1, Math.floor(batchFields / wanted.columns.length))
      const count = await undamaged(file.label, () => refill(ready, Math.min(most, rows - done)))
      const batch = await undamaged(file.label, () =>
        out.batch(packedOf(ready), { first: first + done, count }),
      )
      if (batch.rows > 0) yield batch
      done += count
    }
    for (const { source, packed: rest } of ready.values())
      await undamaged(file.label, async () => {
        if (rest.left > 0 || (await source?.next()) !== undefined)
          throw new Error('a column has more values than there are rows')
      })
    first += rows
    wanted.onBytes((bytes += Number(group.total_compressed_size ?? group.total_byte_size)))
  }
}

/** The wanted columns of a row group, by their place. */
async function start(
  file: ParquetFile,
  { index, first, rows }: { index: number; first: number; rows: number },
  { columns, wanted, packed: all }: Wanted & { readonly packed: readonly PackedColumn[] },
): Promise<Map<number, Ready>> {
  const ready = new Map<number, Ready>()
  for (const [place, { column, path, leaf }] of columns.entries()) {
    const packed = all[place]
    if (wanted[place] !== true || packed === undefined) continue
    if (leaf === undefined) {
      packed.fill(await nested(file, column.name, { first, rows }))
      ready.set(place, { source: undefined, packed })
      continue
    }
    const chunk = file.metadata.row_groups[index]?.columns.find(
      ({ meta_data: meta }) => meta?.path_in_schema.length === 1 && meta.path_in_schema[0] === column.name,
    )
    if (chunk === undefined) throw new Error(`a row group has no column "${column.name}"`)
    ready.set(place, { source: new FlatColumn(file, chunk, path), packed })
  }
  return ready
}

async function nested(
  file: ParquetFile,
  column: string,
  { first, rows }: { first: number; rows: number },
): Promise<DecodedArray> {
  const scan = await parquetScan({
    file: file.buffer,
    metadata: file.metadata,
    columns: [column],
    rowStart: first,
    rowEnd: first + rows,
    utf8: false,
    geoparquet: false,
    compressors,
    parsers: { ...parsers, stringFromBytes: strictText },
  })
  return scan.readColumn({ column, rowStart: first, rowEnd: first + rows })
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A text within a nested value, where it may be the key of a map. */
function strictText(bytes: Uint8Array | undefined): string | undefined {
  const text = bytes && decoder.decode(bytes)
  if (text === '__proto__') throw new Error('a nested value holds the text "__proto__", which is not read')
  return text
}

/** Makes sure each column has values at hand; answers how many rows all of them have. */
async function refill(ready: ReadonlyMap<number, Ready>, most: number): Promise<number> {
  let count = most
  for (const { source, packed } of ready.values()) {
    while (packed.left === 0) {
      const next = await source?.next()
      if (next === undefined) throw new Error('a column has fewer values than there are rows')
      packed.fill(next)
    }
    count = Math.min(count, packed.left)
  }
  return count
}

function packedOf(ready: ReadonlyMap<number, Ready>): Map<number, PackedColumn> {
  return new Map([...ready].map(([place, { packed }]) => [place, packed]))
}
