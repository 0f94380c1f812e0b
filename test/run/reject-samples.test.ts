import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { createDatasetFile, openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { rejectColumns, writeReject } from '../../src/dataset/rejects.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import { manifestOf, Rig } from './rig.ts'

describe('rejected rows', () => {
  it('are told with a step that failed: how many, for what, and the first of them', async () => {
    using rig = new Rig()
    const told = await rig.run(manifestOf([{ id: 'a' }]), ({ rejectsPath }) => {
      using file = createDatasetFile(rejectsPath, { table: 'rejects', columns: rejectColumns })
      for (let line = 2; line < 9; line++) {
        const raw = `${line};${'x'.repeat(300)}`
        writeReject(file, 'in.csv', {
          line,
          byte: 10 * line,
          column: line === 2 ? null : 'id',
          rule: 'integer',
          value: null,
          raw,
        })
      }
      file.finish()
      throw new Failure('rows/rejected', 'too many')
    })
    const { rejects, rejectsByRule, rejectSamples = [] } = told.steps['a'] ?? {}
    assert.deepEqual(rejects, {
      name: 'rejects',
      file: 'rejects/a.sqlite',
      columns: [...rejectColumns],
      rows: 7,
    })
    assert.deepEqual(rejectsByRule, [
      { column: 'id', rule: 'integer', rows: 6 },
      { column: null, rule: 'integer', rows: 1 },
    ])
    assert.deepEqual(
      rejectSamples.map(({ line }) => line),
      [2, 3, 4, 5, 6],
    )
    assert.deepEqual(rejectSamples[0], {
      file: 'in.csv',
      line: 2,
      byte: 20,
      column: null,
      rule: 'integer',
      value: null,
      raw: `2;${'x'.repeat(198)}…`,
    })
    using kept = openDatasetFile(join(rig.folder, 'run/rejects/a.sqlite'))
    assert.equal(kept.rows, 7)
  })
})
