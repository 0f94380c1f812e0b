import assert from 'node:assert/strict'
import { chmodSync, chownSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import type { Column, Dataset } from '../../src/dataset/column.ts'
import { fileFailure } from '../../src/steps/file-failure.ts'
import type { FileLoad } from '../../src/steps/load/options.ts'
import { load } from '../../src/steps/load/step.ts'
import { writeDataset } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { openFiles, requireClosed } from '../support/open-files.ts'
import { StepRig, needs } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'price', type: 'decimal', precision: 10, scale: 2 },
  { name: 'note', type: 'text' },
]

function daily(rig: StepRig, rows: readonly (readonly unknown[])[]): Dataset {
  return writeDataset(rig.path('datasets/daily.sqlite'), 'daily', { columns, rows })
}

function file(more: Partial<FileLoad> = {}): FileLoad {
  return {
    target: 'file',
    from: 'daily',
    file: 'out/daily.csv',
    format: 'csv',
    commit: false,
    allowEmpty: false,
    ...more,
  }
}

describe('load into a file', () => {
  it('writes it whole', async () => {
    using rig = new StepRig()
    const outcome = await load(
      rig.context(file(), {
        needs: needs(
          daily(rig, [
            [1, '1.10', 'a,b'],
            [2, null, ''],
          ]),
        ),
      }),
    )
    assert.equal(readFileSync(rig.path('out/daily.csv'), 'utf8'), 'id,price,note\n1,1.10,"a,b"\n2,,""\n')
    assert.deepEqual(readdirSync(rig.path('out')), ['daily.csv'])
    assert.equal(outcome.commit, undefined)
    assert.equal(outcome.note, 'out/daily.csv: 2 rows written')
  })

  it('has nothing beside it while it is written, which a killed run would leave there', async () => {
    using rig = new StepRig()
    const beside: string[] = []
    const progress = (): void => void beside.push(...readdirSync(rig.path('out')))
    const dataset = daily(rig, [[1, '1.10', 'x']])
    await load(rig.context(file(), { needs: needs(dataset), progress }))
    assert.deepEqual(beside, [])
  })

  it('is given to the group of a folder that asks for it', async () => {
    using rig = new StepRig()
    mkdirSync(rig.path('out'))
    const group = process.getuid?.() === 0 ? 1234 : process.getgroups?.().at(-1)
    assert.ok(group !== undefined)
    chownSync(rig.path('out'), process.getuid?.() ?? 0, group)
    chmodSync(rig.path('out'), 0o2775)
    await load(rig.context(file(), { needs: needs(daily(rig, [[1, '1.10', 'x']])) }))
    assert.equal(statSync(rig.path('out/daily.csv')).gid, group)
  })

  it('tells no rows that are not there any more', async () => {
    using rig = new StepRig()
    rig.file('out/daily.csv', 'kept')
    const dataset = daily(rig, [
      [1, '1.10', 'x'],
      [2, null, 'y'],
    ])
    using database = new DatabaseSync(dataset.path)
    database.exec('delete from daily where id = 2')
    const failure = await failureOf(load(rig.context(file(), { needs: needs(dataset) })))
    assert.equal(failure.message, 'the dataset of "daily" has 1 row now, and had 2 when it was made')
    assert.equal(readFileSync(rig.path('out/daily.csv'), 'utf8'), 'kept')
  })

  it('leaves a file alone whose bytes would be the same', async () => {
    using rig = new StepRig()
    const dataset = daily(rig, [[1, '1.10', 'x']])
    await load(rig.context(file(), { needs: needs(dataset) }))
    const before = statSync(rig.path('out/daily.csv')).ino
    const open = openFiles()
    const outcome = await load(rig.context(file({ commit: true }), { needs: needs(dataset) }))
    await requireClosed(open)
    assert.equal(statSync(rig.path('out/daily.csv')).ino, before)
    assert.equal(outcome.note, 'out/daily.csv is unchanged')
    assert.deepEqual(outcome.commit, { path: 'out/daily.csv' })
    assert.equal(outcome.rows?.unchanged, 1)
  })

  it('writes Parquet, whose bytes are the same for the same rows', async () => {
    using rig = new StepRig()
    const options = file({ file: 'out/daily.parquet', format: 'parquet' })
    const context = () => rig.context(options, { needs: needs(daily(rig, [[1, '1.10', 'x']])) })
    await load(context())
    assert.equal(readFileSync(rig.path('out/daily.parquet')).toString('latin1', 0, 4), 'PAR1')
    assert.deepEqual(readdirSync(rig.path('out')), ['daily.parquet'])
    assert.equal((await load(context())).note, 'out/daily.parquet is unchanged')
  })

  it('writes JSON and lines of JSON', async () => {
    using rig = new StepRig()
    const context = (options: FileLoad) =>
      rig.context(options, { needs: needs(daily(rig, [[1, '1.10', 'x']])) })
    await load(context(file({ file: 'a.json', format: 'json' })))
    await load(context(file({ file: 'a.ndjson', format: 'ndjson' })))
    assert.deepEqual(JSON.parse(readFileSync(rig.path('a.json'), 'utf8')), [{ id: 1, price: 1.1, note: 'x' }])
    assert.equal(readFileSync(rig.path('a.ndjson'), 'utf8').trim(), '{"id":1,"price":1.10,"note":"x"}')
  })

  for (const path of ['../outside.csv', '/etc/outside.csv', '.git/hooks/pre-commit', 'link/outside.csv']) {
    it(`refuses to write to ${path}`, async () => {
      using rig = new StepRig()
      symlinkSync(tmpdir(), rig.path('link'))
      const context = rig.context(file({ file: path }), { needs: needs(daily(rig, [[1, null, 'x']])) })
      assert.equal((await failureOf(load(context))).code, 'file/outside')
    })
  }

  it('refuses a folder in the file’s place', async () => {
    using rig = new StepRig()
    mkdirSync(rig.path('out/daily.csv'), { recursive: true })
    const context = rig.context(file(), { needs: needs(daily(rig, [[1, null, 'x']])) })
    assert.match((await failureOf(load(context))).message, /is a folder/)
    rig.file('taken', '')
    const inFile = await failureOf(load({ ...context, options: file({ file: 'taken/daily.csv' }) }))
    assert.deepEqual(
      [inFile.code, inFile.message],
      ['file/unwritable', '"taken/daily.csv" cannot be written'],
    )
    assert.match(inFile.help ?? '', /^A part of its path is a file/)
    const refused = Object.assign(new Error('open'), { code: 'EACCES', syscall: 'open' })
    assert.equal(fileFailure(refused, 'out/a.csv', 'write').message, '"out/a.csv" may not be written')
    assert.equal(fileFailure(refused, 'out/a.csv').message, '"out/a.csv" may not be read')
  })

  it('does not replace a good file by nothing', async () => {
    using rig = new StepRig()
    rig.file('out/daily.csv', 'kept')
    assert.equal(
      (await failureOf(load(rig.context(file(), { needs: needs(daily(rig, [])) })))).code,
      'rows/empty',
    )
    assert.equal(readFileSync(rig.path('out/daily.csv'), 'utf8'), 'kept')
  })

  it('writes nothing that breaks a check', async () => {
    using rig = new StepRig()
    const checks = [{ rule: 'not-null', columns: ['note'] }] as const
    const context = rig.context(file(), { needs: needs(daily(rig, [[1, null, null]])), checks })
    assert.equal((await failureOf(load(context))).code, 'checks/failed')
    assert.throws(() => statSync(rig.path('out/daily.csv')))
  })
})
