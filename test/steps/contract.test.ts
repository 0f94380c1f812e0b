import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import { openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { readRows } from '../../src/dataset/read-rows.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import { extractKind } from '../../src/steps/extract/kind.ts'
import { extract } from '../../src/steps/extract/step.ts'
import { StepRig } from '../support/step-context.ts'

const before: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'zip', type: 'integer' },
  { name: 'fax', type: 'text' },
]

/** Extracts a file under a contract, held against three columns of the last good run unless some are declared. */
async function run(
  text: string,
  authored: Record<string, unknown>,
  file = 'o.csv',
  past: { readonly gone?: readonly string[]; readonly columns?: readonly Column[] } = {},
) {
  using rig = new StepRig()
  rig.file(file, text)
  const format = file.endsWith('.csv') ? 'csv' : 'ndjson'
  const parsed = extractKind.schema.parse({ [format]: file, rejects: { max: 10 }, ...authored })
  const options = extractKind.decode(parsed, (_path, message) => assert.fail(message))
  const outcome = await extract(rig.context(options, { before: { columns: before, ...past } }))
  assert.ok(outcome.dataset)
  using made = openDatasetFile(outcome.dataset.path)
  return {
    columns: made.columns.map(({ name, type }) => `${name} ${type}`).join(', '),
    rows: [...readRows(made)].flat().map((row) => Object.values(row).map(String).join('|')),
    rejected: outcome.rows?.rejected,
    note: outcome.note,
    outcome,
    logged: rig.logged,
  }
}

const changed = 'id,zip,discount\n1,601,0.50\n2,00601,\n3,77,1.25\n'
const diff =
  'columns changed: new column `discount` (decimal), `zip` was integer and is text because line 3 holds "00601", `fax` is gone'

describe('a contract on the columns of an extract', () => {
  it('evolve takes new columns, keeps those that are gone, widens types, and tells all of it', async () => {
    const told = await run(changed, { contract: 'evolve' })
    assert.equal(told.columns, 'id integer, zip text, fax text, discount decimal')
    assert.deepEqual(told.rows, ['1|601|null|0.50', '2|00601|null|null', '3|77|null|1.25'])
    assert.equal(told.note, diff)
  })

  it('without the key inferred columns evolve', async () => {
    assert.equal((await run(changed, {})).note, diff)
  })

  it('says nothing where nothing has changed, and a type does not narrow again', async () => {
    const told = await run('id,zip,fax\n1,2,3\n', { contract: 'freeze' })
    assert.equal(told.columns, 'id integer, zip integer, fax text')
    assert.equal(told.note, undefined)
  })

  it('says in the log what is text only since an earlier run, and how that is undone', async () => {
    const { logged } = await run('id,zip,fax\n1,2,3\n2,4,\n', {})
    const told =
      '  text since an earlier run: fax (its values are integer); to take what they are now: millrace infer'
    assert.ok(logged.some((line) => line.startsWith(told)))
    assert.doesNotMatch((await run('id,zip,fax\n1,2,\n', {})).logged.join('\n'), /since an earlier run/)
  })

  it('what was gone the last time is not told again, and stays', async () => {
    const again = await run('id,zip\n1,2\n', {}, 'o.csv', { gone: ['fax'] })
    assert.equal(again.note, undefined)
    assert.deepEqual(again.rows, ['1|2|null'])
    assert.deepEqual(again.outcome.dataset?.gone, ['fax'])
  })

  it('judges declared formats by what is written so, and by its own words what is not', async () => {
    const columns = {
      d: { type: 'date', format: 'DD.MM.YYYY' },
      n: { type: 'decimal(10,2)', decimal: ',' },
      ok: { type: 'boolean', true: 'ja', false: 'nein' },
    }
    const same = await run('d;n;ok\n29.03.2026;1,50;ja\n', { contract: 'freeze', columns })
    assert.deepEqual([same.rows, same.note], [['2026-03-29|1.50|true'], undefined])
    const other = 'd;n;ok\n29.03.2026;1,50;ja\n2026-03-30;1.50;nein\n31.03.2026;123456789,5;yes\n'
    const told = await run(other, { contract: 'evolve', columns })
    assert.equal(
      told.note,
      'columns changed: `d` was date and is text because line 3 holds "2026-03-30", ' +
        '`n` was decimal(10,2) and is text because line 3 holds "1.50", `ok` was boolean and is text because line 4 holds "yes"',
    )
    assert.deepEqual(told.rows, ['29.03.2026|1,50|ja', '2026-03-30|1.50|nein', '31.03.2026|123456789,5|yes'])
    const more = await run('d;n;ok\n29.03.2026;123456789,505;ja\n', { contract: 'evolve', columns })
    assert.match(
      more.note ?? '',
      /`n` was decimal\(10,2\) and is decimal\(12,3\) because line 2 holds "123456789,505"$/,
    )
    assert.deepEqual(more.rows, ['2026-03-29|123456789.505|true'])
  })

  it('freeze fails with the difference before anything is made', async () => {
    await assert.rejects(run(changed, { contract: 'freeze' }), (error) => {
      assert.ok(error instanceof Failure)
      assert.equal(error.code, 'columns/changed')
      assert.match(
        error.message,
        /new column `discount` \(decimal\), `zip` was integer and is text because line 3/,
      )
      assert.match(error.help ?? '', /--write/)
      return true
    })
  })

  it('discard-column leaves new columns out, and rejects what does not fit the old ones', async () => {
    const told = await run(changed, { contract: 'discard-column' })
    assert.equal(told.columns, 'id integer, zip integer, fax text')
    assert.deepEqual(told.rows, ['1|601|null', '3|77|null'])
    assert.equal(told.rejected, 1)
    assert.match(told.note ?? '', /new column `discount` \(decimal\).*new columns are left out$/)
  })

  it('discard-row rejects the rows with a value in a new column', async () => {
    const told = await run('id,zip,fax,discount\n1,601,a,0.50\n2,602,b,\n3,x,c,\n', {
      contract: 'discard-row',
    })
    assert.deepEqual(told.rows, ['2|602|b'])
    assert.equal(told.rejected, 2)
    assert.equal(told.outcome.rows?.read, 3)
    assert.match(told.note ?? '', /`zip` is integer, but line 4 holds "x"; the rows with these are rejected/)
  })

  it('declared columns are the baseline where there are some, not those of the last run', async () => {
    const declared = { columns: { id: 'integer', zip: 'text' } }
    const told = await run(changed, { ...declared, contract: 'evolve' })
    assert.equal(told.columns, 'id integer, zip text, discount decimal')
    assert.equal(told.note, 'columns changed: new column `discount` (decimal)')
    await assert.rejects(run('id\n1\n', { ...declared, contract: 'freeze' }), /`zip` is gone/)
    await assert.rejects(run('id\n1\n', declared), /has no column "zip"/)
  })

  it('evolve widens a declared decimal to more digits, as long as every value is one', async () => {
    const declared = { columns: { id: 'integer', v: 'decimal(6,2)' }, contract: 'evolve' }
    const cases: readonly (readonly [values: string, type: string, note: string])[] = [
      ['1,12345.123\n2,2.5', '8,3', 'was decimal(6,2) and is decimal(8,3) because line 2 holds "12345.123"'],
      ['1,9007199254740993\n2,2.5', '18,2', 'is decimal(18,2) because line 2'],
      ['1,12345.123\n2,1e5', '', 'is text because line 2'],
    ]
    for (const [values, digits, note] of cases) {
      const told = await run(`id,v\n${values}\n`, declared)
      const [, v] = told.outcome.dataset?.columns ?? []
      assert.equal([v?.precision ?? '', v?.scale].join(',').replace(/,$/, ''), digits)
      assert.ok(told.note?.includes(note), told.note)
      assert.equal(told.rejected, 0)
    }
  })

  it('evolve leaves a decimal whose digits only its values told as short as its values', async () => {
    const columns: readonly Column[] = [
      { name: 'id', type: 'integer' },
      { name: 'v', type: 'decimal', precision: 15, scale: 2, open: true },
    ]
    for (const [value, digits] of [
      ['2.125', '15,3'],
      ['1234567890123.125', '16,3'],
    ] as const) {
      const told = await run(`id,v\n1,${value}\n`, {}, 'o.csv', { columns })
      const [, v] = told.outcome.dataset?.columns ?? []
      assert.deepEqual([`${v?.precision},${v?.scale}`, v?.open], [digits, true])
      assert.deepEqual(told.rows, [`1|${value}`])
    }
  })

  it('holds for JSON as well', async () => {
    const told = await run('{"id":1,"zip":2,"tags":["x"]}\n{"id":2.5}\n', { contract: 'evolve' }, 'o.ndjson')
    assert.equal(told.columns, 'id real, zip integer, fax text, tags json')
    assert.match(
      told.note ?? '',
      /new column `tags` \(json\), `id` was integer and is real because line 2 holds "2.5"/,
    )
  })

  it('takes a name that only its case has changed for the one that was there', async () => {
    for (const contract of [undefined, 'evolve', 'freeze', 'discard-column', 'discard-row']) {
      const told = await run('id,Zip,FAX\n1,601,a\n', contract === undefined ? {} : { contract })
      assert.deepEqual([told.columns, told.note], ['id integer, zip integer, fax text', undefined], contract)
      assert.deepEqual(told.rows, ['1|601|a'])
    }
    const json = await run('{"id":1,"ZIP":"x"}\n{"fax":"y"}\n', {}, 'o.ndjson')
    assert.deepEqual(json.rows, ['1|x|null', 'null|null|y'])
    assert.match(json.note ?? '', /^columns changed: `zip` was integer and is text because line 1 holds "x"$/)
    await assert.rejects(run('id,zip,Zip,fax\n1,2,3,4\n', {}), /two columns named "zip" and "Zip"/)
    const declared = { columns: { id: 'integer', zip: 'text' } }
    assert.equal((await run('Id,Zip\n1,2\n', { ...declared, contract: 'evolve' })).note, undefined)
    await assert.rejects(run('Id,Zip\n1,2\n', declared), /has no column "id", "zip"/)
  })

  it('a source without rows keeps the columns', async () => {
    const told = await run('', { contract: 'freeze', 'allow-empty': true }, 'o.ndjson')
    assert.equal(told.columns, 'id integer, zip integer, fax text')
  })
})

describe('keys of an extract that look back', () => {
  it('are refused where they could not hold', () => {
    const told: string[] = []
    const decode = (authored: Record<string, unknown>) =>
      extractKind.decode(extractKind.schema.parse(authored), (_path, message) => told.push(message))
    decode({
      csv: 'a.csv',
      columns: { at: 'timestamp' },
      incremental: { cursor: 'at', start: '2026-01-01' },
      unchanged: 'skip',
    })
    assert.match(told.join('\n'), /`unchanged: skip` does not go with `incremental`/)
  })
})
