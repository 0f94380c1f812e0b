import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createDatasetFile, openDatasetFile } from '../src/dataset/dataset-file.ts'
import { encodeNdjson } from '../src/dataset/encode/encode-json.ts'
import { openCsv } from '../src/parse/csv/open-csv.ts'
import { rowsColumns } from './rows-data.ts'

/** Writes the rows of a CSV of `rows-data.ts` as NDJSON: all keys in every line, an empty field as `null`. */
export async function writeRowsNdjson(csv: string, ndjson: string): Promise<void> {
  const refuse = (reject: unknown): never => {
    throw new Error(`a row was rejected: ${JSON.stringify(reject)}`)
  }
  const records = await openCsv(createReadStream(csv), { ragged: 'reject' }, refuse)
  const path = `${ndjson}.sqlite`
  using writing = createDatasetFile(path, { table: 'orders', columns: rowsColumns })
  for await (const batch of records.batches) writing.write(batch, refuse)
  writing.finish()
  using reading = openDatasetFile(path)
  await pipeline(Readable.from(encodeNdjson(reading)), createWriteStream(ndjson))
}
