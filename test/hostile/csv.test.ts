import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { makeSite, rowsOf } from './rig.ts'

interface Bad {
  readonly says: string
  readonly csv: string | Buffer
  readonly options?: string
  readonly code: string
  readonly message: RegExp
}

interface Odd {
  readonly says: string
  readonly csv: string | Buffer
  readonly options?: string
  readonly rejected?: number
  readonly rows: readonly Record<string, unknown>[]
}

const typed = ', columns: { id: integer, v: text }'
const lines = (good: number, bad: number) => `id,v\n${'1,a\n'.repeat(good)}${'x,b\n'.repeat(bad)}`

const refused: readonly Bad[] = [
  {
    says: 'a row with too few fields',
    csv: 'id,v\n1,a\n2\n',
    code: 'rows/rejected',
    message: /1 of 2 rows.*\nin\.csv|in\.csv:3: ragged/,
  },
  {
    says: 'a row with too many',
    csv: 'id,v\n1,a\n2,b,x\n',
    code: 'rows/rejected',
    message: /in\.csv:3: ragged "3 fields/,
  },
  {
    says: 'such a row where none is borne',
    csv: 'id,v\n1\n',
    options: ', ragged: fail',
    code: 'csv/ragged',
    message: /line 2 has 1 field instead of 2/,
  },
  {
    says: 'two headers of one name',
    csv: 'id,id\n1,2\n',
    code: 'csv/header',
    message: /columns 1, 2 are all named "id"/,
  },
  {
    says: 'two headers SQL cannot tell apart',
    csv: 'id,ID\n1,2\n',
    code: 'dataset/columns',
    message: /"id" and "ID"/,
  },
  {
    says: 'a header mostly without names',
    csv: 'id,,\n1,2,3\n',
    code: 'csv/header',
    message: /2 of its 3 columns have no name/,
  },
  {
    says: 'no header where columns are named',
    csv: '1,2\n',
    options: typed,
    code: 'columns/mismatch',
    message: /no column "id"/,
  },
  { says: 'a header alone', csv: 'id,v\n', code: 'rows/empty', message: /holds no rows/ },
  { says: 'nothing', csv: '', code: 'rows/empty', message: /holds no rows/ },
  {
    says: 'a quote never closed',
    csv: 'id,v\n1,"a\n2,b\n',
    code: 'rows/rejected',
    message: /in\.csv:2: quote "a quote that is never closed"/,
  },
  {
    says: 'bytes that are not the encoding it is said to be',
    csv: Buffer.from('id,v\n1,caf\xe9\n', 'latin1'),
    options: ', encoding: utf-8',
    code: 'rows/rejected',
    message: /in\.csv:2/,
  },
  {
    says: 'a NUL in a name',
    csv: 'id,v\0\n1,a\n',
    code: 'csv/header',
    message: /it holds NUL bytes/,
  },
  {
    says: 'one row more than may be rejected',
    csv: lines(98, 2),
    options: `${typed}, rejects: { max: 1% }`,
    code: 'rows/rejected',
    message: /2 of 100 rows rejected, at most 1% \(1\)/,
  },
  {
    says: 'a page of HTML',
    csv: '<!doctype html><title>x</title>',
    code: 'source/html',
    message: /a page of HTML/,
  },
]

const read: readonly Odd[] = [
  { says: 'a byte-order mark', csv: '\uFEFF"id",v\n1,a\n', rows: [{ id: 1, v: 'a' }] },
  { says: 'UTF-16', csv: Buffer.from('\uFEFFid,v\n1,é\n', 'utf16le'), rows: [{ id: 1, v: 'é' }] },
  {
    says: 'CR alone',
    csv: 'id,v\r1,a\r2,b\r',
    rows: [
      { id: 1, v: 'a' },
      { id: 2, v: 'b' },
    ],
  },
  { says: 'a NUL in a value', csv: 'id,v\n1,a\0b\n', rows: [{ id: 1, v: 'a\0b' }] },
  {
    says: 'a short row that is filled up',
    csv: 'id,v\n1\n',
    options: ', ragged: pad',
    rows: [{ id: 1, v: null }],
  },
  {
    says: 'a field of 1 MB',
    csv: `id,v\n1,"${'x\n'.repeat(500_000)}"\n`,
    rows: [{ id: 1, v: 'x\n'.repeat(500_000) }],
  },
  {
    says: 'as many bad rows as are borne',
    csv: lines(99, 1),
    options: `${typed}, rejects: { max: 1% }`,
    rejected: 1,
    rows: Array.from({ length: 99 }, () => ({ id: 1, v: 'a' })),
  },
]

const manifest = (options = '') => `
connections: { db: "sqlite:target.sqlite" }
steps:
  read: { extract: { csv: in.csv${options} } }
  load: { load: { from: read, into: db, table: t, mode: replace } }
  file: { load: { from: read, file: out.csv } }
`

describe('a CSV', { concurrency: 3 }, () => {
  for (const { says, csv, options, code, message } of refused) {
    it(`with ${says} fails, and table and file stay whole`, async () => {
      await using site = await makeSite({ 'in.csv': csv, 'out.csv': 'old\n' })
      rowsOf(site.path('target.sqlite'), 'create table t (id integer, v text)')
      rowsOf(site.path('target.sqlite'), "insert into t values (-1, 'old')")
      const run = await site.run(manifest(options))
      assert.equal(run.status, 2, run.stdout + run.stderr)
      assert.equal(run.step('read').failure?.code, code, run.step('read').failure?.message)
      assert.match(run.step('read').failure?.message ?? '', message)
      assert.deepEqual(rowsOf(site.path('target.sqlite'), 'select * from t'), [{ id: -1, v: 'old' }])
      assert.equal(await readFile(site.path('out.csv'), 'utf8'), 'old\n')
    })
  }

  for (const { says, csv, options, rejected = 0, rows } of read) {
    it(`with ${says} is read, every row accounted for`, async () => {
      await using site = await makeSite({ 'in.csv': csv })
      const run = await site.run(manifest(options))
      assert.equal(run.status, 0, run.stdout.slice(0, 2000) + run.stderr)
      const counts = run.step('read').counts
      assert.deepEqual(
        [counts?.read, counts?.loaded, counts?.rejected],
        [rows.length + rejected, rows.length, rejected],
      )
      assert.deepEqual(rowsOf(site.path('target.sqlite'), 'select id, v from t order by rowid'), rows)
    })
  }
})
