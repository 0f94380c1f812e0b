import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { DatasetReader } from '../../dataset/dataset-reader.ts'
import { CopyEncoder, encodeCopy } from '../../dataset/encode/encode-copy.ts'
import type { GrowingDataset } from '../../dataset/growing-dataset.ts'

/** Streams a dataset into `copy … from stdin (format binary)`, with the server setting the pace. */
export async function copyDataset(client: pg.Client, copy: string, dataset: DatasetReader): Promise<void> {
  await pipeline(
    Readable.from(breathing(encodeCopy(dataset)), { objectMode: false }),
    client.query(copyFrom(copy)),
  )
}

/** The same of rows that are still written: what there is, and more when there is more. Answers how many there were. */
export async function copyGrowing(client: pg.Client, copy: string, rows: GrowingDataset): Promise<number> {
  const stream = client.query(copyFrom(copy))
  await pipeline(Readable.from(breathing(encodeGrowing(rows)), { objectMode: false }), stream)
  return stream.rowCount
}

async function* encodeGrowing(rows: GrowingDataset): AsyncGenerator<Buffer> {
  const encoder = new CopyEncoder(rows.columns, rows.cursor)
  while (await rows.more()) yield* encoder.rows()
  yield encoder.end()
}

/** Lets the event loop turn between chunks, so that aborts and heartbeats are heard. */
async function* breathing(chunks: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    yield chunk
    await new Promise(setImmediate)
  }
}
