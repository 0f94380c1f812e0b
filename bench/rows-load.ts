/** One whole load, as a process of its own: CSV → dataset → `insert … select` into a table. */
import { createReadStream } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { createDatasetFile } from '../src/dataset/dataset-file.ts'
import { createTable } from '../src/dataset/create-table.ts'
import { openCsv } from '../src/parse/csv/open-csv.ts'
import { rowsColumns } from './rows-data.ts'

const [csv = '', dataset = '', database = ''] = process.argv.slice(2)
const refuse = (reject: unknown): never => {
  throw new Error(`a row was rejected: ${JSON.stringify(reject)}`)
}

const records = await openCsv(createReadStream(csv, { highWaterMark: 1 << 18 }), { ragged: 'reject' }, refuse)
using file = createDatasetFile(dataset, { table: 'orders', columns: rowsColumns })
for await (const batch of records.batches) file.write(batch, refuse)
const { columns } = file.finish()
using target = new DatabaseSync(database)
target.exec(createTable('orders', columns))
target.exec(`attach '${dataset}' as need; begin; insert into orders select * from need.orders; commit`)
