import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CsvDialect } from '../../src/parse/csv/csv-dialect.ts'
import { openCsv } from '../../src/parse/csv/open-csv.ts'
import { openJson } from '../../src/parse/json/open-json.ts'

test('a source whose head is refused is closed', async () => {
  const dialect: CsvDialect = { ragged: 'reject', header: true }
  const opened = [
    (source: AsyncIterable<Uint8Array>) => openJson(source, { format: 'json' }, () => {}),
    (source: AsyncIterable<Uint8Array>) => openCsv(source, dialect, () => {}),
  ]
  for (const open of opened) {
    let closed = false
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from(`a,a\n${'1,2\n'.repeat(1 << 14)}`)
      } finally {
        closed = true
      }
    }
    await assert.rejects(open(source()), /no list|"a"/)
    assert.equal(closed, true)
  }
})
