import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { decodeOptions, factsOf, kindNames, kindShape, textUse } from '../../src/steps/kinds.ts'
import { loadExecutor } from '../../src/steps/registry.ts'

const silent = () => assert.fail('these options are sound')

/** A step that uses a pipeline does no work of its own: it is told apart wherever steps become a graph. */
const workers = kindNames.filter((kind) => kind !== 'uses')

describe('a step kind', () => {
  it('has a key, a sentence in the reference and an executor', async () => {
    for (const kind of workers) {
      assert.notEqual(kindShape[kind].description, '')
      assert.equal(typeof (await loadExecutor(kind)), 'function')
    }
  })

  it('is told apart nowhere before the run: each phase asks its record', () => {
    const asking = globSync('src/{manifest,graph,expression,schedule,plan,workflow,app}/**/*.ts').filter(
      (file) => new RegExp(`kind [!=]== '(${workers.join('|')})'`).test(readFileSync(file, 'utf8')),
    )
    assert.deepEqual(asking, [])
  })
})

describe('what follows from the options of a step', () => {
  it('is for an extract the files it reads', () => {
    const { files, makesDataset } = factsOf(decodeOptions('extract', { csv: ['a.csv', 'b.csv'] }, silent))
    assert.equal(makesDataset, true)
    assert.deepEqual(
      files.map(({ file, path, use }) => [file, path, use]),
      [
        ['a.csv', ['csv', 0], 'source'],
        ['b.csv', ['csv', 1], 'source'],
      ],
    )
  })

  it('is for a transform its module and the step it reads, or its file of SQL', () => {
    const module = factsOf(decodeOptions('transform', { module: './tidy.ts#tidy', from: 'a' }, silent))
    assert.equal(module.from, 'a')
    assert.deepEqual(module.files, [{ file: './tidy.ts', path: ['module'], use: 'code', lookUp: 'module' }])
    const sql = factsOf(decodeOptions('transform', { sql: 'daily.sql' }, silent))
    assert.deepEqual(sql.files, [{ file: 'daily.sql', path: ['sql'], use: 'code' }])
  })

  it('is for a load its connection, its key and what it replaces', () => {
    const merge = { from: 'a', into: 'db', table: 't', mode: 'merge', key: 'id' } as const
    const facts = factsOf(decodeOptions('load', merge, silent))
    assert.deepEqual(facts.connection, { name: 'db', path: ['into'] })
    assert.deepEqual(facts.columnsNamed, [{ name: 'id', path: ['key', 0] }])
    assert.equal(facts.replaces, undefined)
    const file = factsOf(decodeOptions('load', { from: 'a', file: './out//a.csv', commit: true }, silent))
    assert.equal(file.replaces?.target, 'file "out/a.csv"')
    assert.equal(file.commits, true)
  })

  it('is for a script whether it makes a dataset, and how its needs are called', () => {
    assert.equal(factsOf(decodeOptions('run', 'true', silent)).makesDataset, false)
    const facts = factsOf(decodeOptions('run', { script: 'true', input: 'csv', output: 'csv' }, silent))
    assert.equal(facts.makesDataset, true)
    assert.equal(facts.inputName?.('daily-sales'), 'MILLRACE_INPUT_DAILY_SALES')
  })

  it('says of each text what it is, and of what is no option nothing', () => {
    assert.equal(textUse('run', ''), 'script')
    assert.equal(textUse('transform', 'sql'), 'sql')
    assert.equal(textUse('load', 'file'), 'told')
    assert.equal(textUse('load', 'table'), 'told')
    assert.equal(textUse('load', 'into'), undefined)
    assert.equal(textUse('load', 'constructor'), undefined)
    assert.equal(textUse('env', 'A'), undefined)
  })
})

describe('the file of a load', () => {
  for (const ending of ['gz', 'zst', 'zip', 'BZ2', 'xz'])
    it(`may not end in .${ending}, as it would not be packed`, () => {
      const told: string[] = []
      for (const more of [{}, { format: 'csv' as const }])
        decodeOptions(
          'load',
          { from: 'a', file: `x.csv.${ending}`, ...more },
          (_, text) => void told.push(text),
        )
      const why = `"x.csv.${ending}" is to be packed, and files are written as they are`
      assert.deepEqual(told, [why, why])
    })
})
