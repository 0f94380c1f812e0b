import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ExtractOptions } from '../../src/steps/extract/options.ts'
import { extract } from '../../src/steps/extract/step.ts'
import { StepRig } from '../support/step-context.ts'

function csv(dialect: Partial<ExtractOptions['csv']> = {}): ExtractOptions {
  return {
    format: 'csv',
    from: ['in/*.csv'],
    headers: {},
    compression: 'auto',
    rejects: { rows: 0 },
    allowEmpty: false,
    csv: { ragged: 'reject', ...dialect },
  }
}

async function noteOf(files: readonly string[], dialect: Partial<ExtractOptions['csv']> = {}) {
  using rig = new StepRig()
  files.forEach((content, index) => rig.file(`in/${index}.csv`, content))
  return (await extract(rig.context(csv(dialect)))).note
}

describe('what is guessed of a CSV', () => {
  it('is told beside the step where it names columns or drops lines', async () => {
    assert.equal(
      await noteOf(['1,2\n3,4\n']),
      'in/0.csv: no header, so columns are named column1, column2, … (a guess)',
    )
    assert.equal(
      await noteOf(['Export of May\nid,v\n1,a\n']),
      'in/0.csv: 1 line before the header skipped (a guess)',
    )
    assert.equal(
      await noteOf(['Region,2024,2025\nNord,5,6\n']),
      'in/0.csv: numbers or dates are taken for names of columns (a guess)',
    )
  })

  it('is told once of many files', async () => {
    assert.equal(
      await noteOf(['1,2\n3,4\n', '5,6\n', '7,8\n']),
      '3 sources: no header, so columns are named column1, column2, … (a guess)',
    )
  })

  it('is not told where it can hardly be wrong, or the manifest says it', async () => {
    assert.equal(await noteOf(['id;v\n1;a\n']), undefined)
    assert.equal(await noteOf(['1,2\n3,4\n'], { header: false }), undefined)
    assert.equal(await noteOf(['Export of May\nid,v\n1,a\n'], { skipLines: 1 }), undefined)
    assert.equal(await noteOf(['Region,2024,2025\nNord,5,6\n'], { header: true }), undefined)
  })
})
