import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CsvDialect } from '../../src/parse/csv/csv-dialect.ts'
import { decodeCsv } from '../../src/steps/extract/csv-options.ts'
import { type Pollution, pollutions, table } from './pollution.ts'
import { readCsv } from './read-csv.ts'

function dialectOf({ keys = {} }: Pollution): CsvDialect {
  return decodeCsv(keys, (path, message) => assert.fail(`${path.join('.')}: ${message}`))
}

/** What is compressed is for the step, not for the parser. */
const plain = pollutions.filter(({ name }) => !/^(gzip|zstd)/.test(name))

for (const pollution of plain) {
  const {
    name,
    bytes,
    rows = table,
    columns = ['id', 'name', 'amount'],
    rejected = 0,
    says,
    refused,
  } = pollution
  for (const size of [1 << 16, 7]) {
    if (size < bytes.length / 1_000) continue
    test(`a CSV with ${name} is read in chunks of ${size} bytes`, async () => {
      const read = readCsv(bytes, dialectOf(pollution), [size])
      if (refused !== undefined) return assert.rejects(read, refused)
      const found = await read
      assert.deepEqual(found.names, columns)
      assert.deepEqual(found.rows, rows)
      assert.equal(found.rejects.length, rejected)
      if (says !== undefined) assert.match(found.notes.join(', '), says)
    })
  }
}
