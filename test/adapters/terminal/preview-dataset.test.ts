import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, it } from 'node:test'
import { plainPalette } from '../../../src/adapters/terminal/palette.ts'
import { previewDataset } from '../../../src/adapters/terminal/preview-dataset.ts'
import type { Column } from '../../../src/dataset/column.ts'
import { createTable } from '../../../src/dataset/create-table.ts'
import { createDatasetFile } from '../../../src/dataset/dataset-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-preview-'))
after(() => rmSync(folder, { recursive: true }))

const columns: Column[] = [
  { name: 'price', type: 'decimal', precision: 10, scale: 2 },
  { name: 'who', type: 'text' },
]

function preview(name: string, rows: readonly (readonly unknown[])[]): string[] {
  const path = join(folder, `${name}.sqlite`)
  using file = createDatasetFile(path, { table: name, columns })
  for (const row of rows) file.writeValues(row, (reject) => assert.fail(reject.rule))
  file.finish()
  return shown(path)
}

function shown(path: string): string[] {
  return previewDataset(path, 60, {
    paint: plainPalette,
    mask: (text) => text.replaceAll('hunter', '***'),
  })
}

describe('the preview of a dataset', () => {
  it('keeps the digits of a decimal, masks, and counts what it does not show', () => {
    const rows = Array.from({ length: 7 }, (_, n) => [
      n === 0 ? '12.50' : `${n}.00`,
      n === 1 ? null : 'hunter',
    ])
    assert.deepEqual(preview('full', rows), [
      'price  who',
      '12.50  ***',
      ' 1.00  ∅',
      ' 2.00  ***',
      ' 3.00  ***',
      ' 4.00  ***',
      '… 2 more rows of this load',
    ])
  })

  it('shows JSON as it is kept, also what JavaScript would make something else of', () => {
    const path = join(folder, 'json.sqlite')
    using database = new DatabaseSync(path)
    database.exec(createTable('json', [{ name: 'j', type: 'json' }]))
    const insert = database.prepare('insert into json values (?)')
    const texts = ['{"a":1,"a":2}', '[1.10, 1e400]', 'null', '{\n "b": 1\n}']
    for (const text of [...texts, null]) insert.run(text)
    assert.deepEqual(shown(path), ['j', '{"a":1,"a":2}', '[1.10, 1e400]', 'null', '{· "b": 1·}', '∅'])
  })

  it('says so when there are no rows', () => {
    assert.deepEqual(preview('empty', []), ['price  who', 'no rows'])
  })

  it('has no line for a file that is not there', () => {
    assert.deepEqual(
      previewDataset(join(folder, 'gone'), 60, { paint: plainPalette, mask: (text) => text }),
      [],
    )
  })
})
