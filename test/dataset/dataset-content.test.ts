import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { renameSync, utimesSync, writeFileSync } from 'node:fs'
import type { Column } from '../../src/dataset/column.ts'
import { contentOf, rememberContent } from '../../src/dataset/dataset-content.ts'
import { createDatasetFile } from '../../src/dataset/dataset-file.ts'
import { ThreadWriter } from '../../src/steps/write/thread-writer.ts'
import { TextBatch } from '../../src/dataset/text-batch.ts'
import { fieldKind } from '../../src/dataset/batch.ts'
import { scratch } from './table-file.ts'

const columns: readonly Column[] = [{ name: 'a', type: 'text' }]

const refuse = (): never => assert.fail('a row was rejected')

describe('the content of a dataset', () => {
  it('is told alike by who reads its file and by who writes it, here and in a thread', async () => {
    using folder = scratch()
    for (const rows of [0, 1, 5000]) {
      const [here, there] = [folder.path(`here-${rows}.sqlite`), folder.path(`there-${rows}.sqlite`)]
      using file = createDatasetFile(here, { table: 't', columns, hashed: true })
      const batch = new TextBatch(1)
      for (let row = 0; row < rows; row += 1) {
        batch.begin()
        batch.put(fieldKind.quoted, `row ${row}`.repeat(20))
      }
      file.write(batch.batch(), refuse)
      file.finish()
      await using thread = new ThreadWriter({ path: there, table: 't', columns, hashed: true })
      await thread.write(batch.batch(), [0], refuse)
      await thread.finish()
      const read = await contentOf(here)
      assert.match(read, /^[0-9a-f]{32}$/)
      assert.equal(file.content(), read)
      assert.equal(await contentOf(there), read)
    }
  })

  it('is another for every other byte, and is not taken from memory when the file has changed', async () => {
    using folder = scratch()
    const path = folder.path('a.sqlite')
    const bytes = Buffer.alloc(3 * 4096 + 100, 1)
    const seen = new Set<string>()
    for (const at of [0, 4095, 4096, 8192, bytes.length - 1]) {
      bytes[at] = 2
      writeFileSync(path, bytes)
      utimesSync(path, at, at)
      const content = await contentOf(path)
      assert.ok(!seen.has(content))
      seen.add(content)
      rememberContent(path, content)
      assert.equal(await contentOf(path), content)
    }
  })

  it('is remembered when the file is called otherwise', async () => {
    using folder = scratch()
    writeFileSync(folder.path('a.sqlite'), 'a')
    rememberContent(folder.path('a.sqlite'), 'told')
    renameSync(folder.path('a.sqlite'), folder.path('b.sqlite'))
    assert.equal(await contentOf(folder.path('b.sqlite')), 'told')
    writeFileSync(folder.path('b.sqlite'), 'another')
    assert.notEqual(await contentOf(folder.path('b.sqlite')), 'told')
  })

  it('of a file that is gone is an error, whatever is remembered', async () => {
    using folder = scratch()
    rememberContent(folder.path('none.sqlite'), 'told')
    await assert.rejects(contentOf(folder.path('none.sqlite')), /ENOENT/)
  })
})
