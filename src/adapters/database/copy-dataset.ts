import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { DatasetReader } from '../../dataset/dataset-reader.ts'
import { encodeCopy } from '../../dataset/encode-copy.ts'

/** Streams a dataset into `copy … from stdin (format binary)`, with the server setting the pace. */
export async function copyDataset(client: pg.Client, copy: string, dataset: DatasetReader): Promise<void> {
  await pipeline(
    Readable.from(breathing(encodeCopy(dataset)), { objectMode: false }),
    client.query(copyFrom(copy)),
  )
}

/** Lets the event loop turn between chunks, so that aborts and heartbeats are heard. */
async function* breathing(chunks: Iterable<Buffer>): AsyncGenerator<Buffer> {
  for (const chunk of chunks) {
    yield chunk
    await new Promise(setImmediate)
  }
}
