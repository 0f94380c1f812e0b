import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, it } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { fieldText } from '../../src/dataset/batch.ts'
import type { Column } from '../../src/dataset/column.ts'
import { openDatasetFile } from '../../src/dataset/dataset-file.ts'
import type { Reject } from '../../src/dataset/reject.ts'
import { inferParquet } from '../../src/steps/extract/parquet/infer-parquet.ts'
import { openParquet } from '../../src/steps/extract/parquet/open-parquet.ts'
import { encodeParquet } from '../../src/steps/load/parquet/encode-parquet.ts'
import { writeDataset } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { openFiles, requireClosed } from '../support/open-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-parquet-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)

const duckdb = await (await DuckDBInstance.create()).connect()

async function asked(sql: string): Promise<unknown[]> {
  return (await duckdb.runAndReadAll(sql)).getRowsJson()
}

function sourceOf(name: string) {
  return { path: at(name), label: name, bytes: 1, fetched: false, contentType: undefined }
}

/** The columns and rows of a file as texts. */
async function read(name: string, only?: ReadonlySet<string>) {
  const columns = await inferParquet([sourceOf(name)])
  const rejects: Reject[] = []
  const rows: (string | null)[][] = []
  const lines: number[] = []
  const onReject = (reject: Reject): void => void rejects.push(reject)
  const records = await openParquet(sourceOf(name), { ...(only && { only }), onReject, onBytes: () => {} })
  for await (const batch of records.batches)
    for (let row = 0; row < batch.rows; row++) {
      rows.push(columns.map((_, column) => fieldText(batch, row, column)))
      lines.push(batch.line?.[row] ?? 0)
    }
  return { columns, rows, rejects, lines }
}

function writeParquet(name: string, columns: readonly Column[], rows: readonly (readonly unknown[])[]): void {
  const dataset = writeDataset(at(`${name}.sqlite`), 'rows', { columns, rows })
  using open = openDatasetFile(dataset.path)
  writeFileSync(at(name), Buffer.concat([...encodeParquet(open)]))
}

/** Of `é1`, `é4`, `é7` and so on. */
function lettersOf(most: number): number {
  let letters = 0
  for (let n = 1; n <= most; n += 3) letters += 1 + String(n).length
  return letters
}

const everyType: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'big', type: 'integer' },
  { name: 'name', type: 'text' },
  { name: 'price', type: 'decimal', precision: 10, scale: 2 },
  { name: 'long', type: 'decimal', precision: 38, scale: 10 },
  { name: 'score', type: 'real' },
  { name: 'ok', type: 'boolean' },
  { name: 'day', type: 'date' },
  { name: 'seen', type: 'timestamp', zoned: false },
  { name: 'sent', type: 'timestamp', zoned: true },
  { name: 'exact', type: 'timestamp', zoned: false },
  { name: 'more', type: 'json' },
]

const everyValue: readonly (readonly unknown[])[] = [
  [
    1, 9223372036854775807n, 'é "x"\n', '12345678.90', '1234567890123456789012345678.0123456789', 0.1, true,
    '2024-02-29', '2024-02-29T01:02:03.123', '2024-02-29T01:02:03.123456Z', '2024-02-29T01:02:03.123456789',
    { a: [1, { b: null }] },
  ],
  [
    -2, -9223372036854775808n, '', '-0.01', '-0.0000000001', -1.5e300, false,
    '0001-01-01', '1969-12-31T23:59:59.999', '1900-01-01T00:00:00.000001Z', '1700-01-01T00:00:00.000000001',
    [],
  ],
  [3, ...Array.from({ length: 11 }, () => null)],
] // prettier-ignore

describe('Parquet', () => {
  it('takes every type there and back', async () => {
    writeParquet('every.parquet', everyType, everyValue)
    const open = openFiles()
    const { columns, rows, lines } = await read('every.parquet')
    {
      await using _ = await openParquet(sourceOf('every.parquet'), { onReject: () => {}, onBytes: () => {} })
    }
    await requireClosed(open)
    assert.deepEqual(lines, [1, 2, 3])
    assert.deepEqual(
      columns.map(({ type }) => type),
      everyType.map(({ type }) => type),
    )
    assert.deepEqual(columns[0], { name: 'id', type: 'integer', notNull: true })
    assert.deepEqual(columns[4], { name: 'long', type: 'decimal', precision: 38, scale: 10 })
    assert.deepEqual(columns[9], { name: 'sent', type: 'timestamp', zoned: true, scale: 6 })
    const texts = everyValue.map((row) =>
      row.map((value) => {
        if (value === null || typeof value === 'string') return value
        return typeof value === 'bigint' ? String(value) : JSON.stringify(value)
      }),
    )
    assert.deepEqual(rows, texts)
  })

  it('is read by others as what it is', async () => {
    writeParquet('told.parquet', everyType, everyValue)
    const types = await asked(`select column_name, column_type from (describe from '${at('told.parquet')}')`)
    assert.deepEqual(Object.fromEntries(types as [string, string][]), {
      id: 'BIGINT', big: 'BIGINT', name: 'VARCHAR', price: 'DECIMAL(10,2)', long: 'DECIMAL(38,10)', score: 'DOUBLE',
      ok: 'BOOLEAN', day: 'DATE', seen: 'TIMESTAMP', sent: 'TIMESTAMP WITH TIME ZONE', exact: 'TIMESTAMP_NS', more: 'JSON',
    }) // prettier-ignore
    const rows = await asked(
      `select big::varchar, name, price::varchar, long::varchar, day::varchar, seen::varchar, epoch_us(sent)::varchar,
        exact::varchar, more::varchar from '${at('told.parquet')}' order by id`,
    )
    assert.deepEqual(rows[0], [
      '-9223372036854775808', '', '-0.01', '-0.0000000001', '0001-01-01', '1969-12-31 23:59:59.999',
      '-2208988799999999', '1700-01-01 00:00:00.000000001', '[]',
    ]) // prettier-ignore
    assert.deepEqual(
      rows[2],
      Array.from({ length: 9 }, () => null),
    )
  })

  it('says what it cannot say by a type of its own as text', async () => {
    const columns: readonly Column[] = [
      { name: 'wide', type: 'decimal', precision: 50, scale: 2 },
      { name: 'far', type: 'timestamp', zoned: false },
    ]
    writeParquet('text.parquet', columns, [
      ['1234567890123456789012345678901234567890.25', '9999-12-31T00:00:00.123456789'],
    ])
    const back = await read('text.parquet')
    assert.deepEqual(back.columns, [
      { name: 'wide', type: 'text' },
      { name: 'far', type: 'text' },
    ])
    assert.deepEqual(back.rows, [
      ['1234567890123456789012345678901234567890.25', '9999-12-31T00:00:00.123456789'],
    ])
  })

  it('holds all rows of several row groups, the numbers of rows and texts of any size among them', async () => {
    const db = new DatabaseSync(at('others.sqlite'))
    db.exec(`create table others (id integer primary key, name text, day date, doc json, size integer);
      with recursive g(n) as (select 1 union all select n + 1 from g where n < 60000)
      insert into others select n, case n % 3 when 0 then null when 1 then 'é' || n else
        case when n % 20000 = 2 then printf('%.3000000c', 'x') else 'y' end end,
        '2024-02-29', case n % 2 when 0 then '{"n":' || n || '}' end, n * 3 from g`)
    db.close()
    {
      using open = openDatasetFile(at('others.sqlite'))
      writeFileSync(at('others.parquet'), Buffer.concat([...encodeParquet(open)]))
    }
    const [groups] = await asked(
      `select count(distinct row_group_id)::integer as n from parquet_metadata('${at('others.parquet')}')`,
    )
    assert.deepEqual(groups, [2])
    assert.deepEqual(
      await asked(`select count(*)::integer as n, sum(id)::varchar as ids, count(name)::integer as names, sum(length(name))::varchar as letters,
        count(*) filter (doc->>'n' = id::varchar)::integer as docs, sum(size - 3 * id)::varchar as off from '${at('others.parquet')}'`),
      [[60_000, '1800030000', 40_000, String(3_000_000 + 19_999 + lettersOf(60_000)), 30_000, '0']],
    )
    const { rows } = await read('others.parquet')
    assert.deepEqual(rows.slice(-2), [
      ['59999', 'y', '2024-02-29', null, '179997'],
      ['60000', null, '2024-02-29', '{"n":60000}', '180000'],
    ])
  })

  it('of no rows has its columns all the same', async () => {
    writeParquet('empty.parquet', everyType, [])
    const { columns, rows } = await read('empty.parquet')
    assert.deepEqual([columns.length, rows], [everyType.length, []])
  })

  for (const how of [
    'snappy',
    'gzip',
    'zstd',
    'brotli',
    'lz4_raw',
    'uncompressed',
    "snappy', parquet_version 'v2",
  ])
    it(`compressed by ${how} is read, many row groups and pages of it`, async () => {
      // Its packer is slow.
      const count = how === 'brotli' ? 3000 : 30_000
      await duckdb.run(`copy (select i as id, case when i % 7 = 0 then null else 'text ' || (i % 100) end as t,
        i * 0.25::double as r, [i, i + 1] as l from range(${count}) r(i)) to '${at('many.parquet')}'
        (format parquet, row_group_size 2048, compression '${how}')`)
      const { rows, lines } = await read('many.parquet')
      assert.equal(rows.length, count)
      assert.deepEqual(rows[2999], ['2999', 'text 99', '749.75', '[2999,3000]'])
      assert.equal(lines.at(-1), count)
      const wrong = rows.findIndex(
        ([id, text, real, list], i) =>
          id !== String(i) ||
          text !== (i % 7 === 0 ? null : `text ${i % 100}`) ||
          real !== String(i / 4) ||
          list !== `[${i},${i + 1}]`,
      )
      assert.equal(wrong, -1)
    })

  it('keeps what others write: nested values, bytes, unsigned numbers, times, spans', async () => {
    await duckdb.run(`copy (select 18446744073709551615::ubigint as u, 4294967295::uinteger as v, '\\xAA\\x01'::blob as b,
      uuid '11111111-2222-3333-4444-555555555555' as i, {'n': null::integer, 'd': 12345678901234.25::decimal(18,2)} as s,
      map {'k é': ['x'], 'l': null} as m, '01:02:03.5'::time as t, interval '1 month 2 days 3 seconds' as p,
      'nan'::double as nan, -5::tinyint as y, [{'a': '2024-01-01'::date}] as ls) to '${at('odd.parquet')}' (format parquet)`)
    const { rows, columns } = await read('odd.parquet')
    assert.deepEqual(rows, [[
      '18446744073709551615', '4294967295', 'aa01', '11111111-2222-3333-4444-555555555555',
      '{"n":null,"d":12345678901234.25}', '{"k é":["x"],"l":null}', '01:02:03.500000', 'P1M2DT3.000S', 'NaN', '-5',
      '[{"a":"2024-01-01"}]',
    ]]) // prettier-ignore
    assert.deepEqual(columns.map(({ type }) => type), [
      'decimal', 'integer', 'text', 'text', 'json', 'json', 'text', 'text', 'real', 'integer', 'json',
    ]) // prettier-ignore
  })

  it('of which only some columns are wanted leaves the others unread', async () => {
    writeParquet('some.parquet', everyType, everyValue)
    const { rows } = await read('some.parquet', new Set(['id', 'name']))
    assert.deepEqual(
      rows.map((row) => row.filter((value) => value !== null)),
      [['1', 'é "x"\n'], ['-2', ''], ['3']],
    )
  })

  it('files of one extract must agree', async () => {
    await duckdb.run(`copy (select 1 as a) to '${at('a.parquet')}' (format parquet)`)
    await duckdb.run(`copy (select 'x' as a) to '${at('b.parquet')}' (format parquet)`)
    const failure = await failureOf(inferParquet([sourceOf('a.parquet'), sourceOf('b.parquet')]))
    assert.equal(failure.code, 'columns/mismatch')
    assert.match(failure.message, /"a" is integer in "a.parquet" and text in "b.parquet"/)
  })
})

describe('a damaged Parquet file', () => {
  const damaged: readonly (readonly [what: string, damage: (bytes: Buffer) => Buffer, says: RegExp])[] = [
    ['is cut off', (bytes) => bytes.subarray(0, bytes.length - 30), /is cut off/],
    ['is something else', () => Buffer.from('<!doctype html><html></html>'), /is no Parquet file: it begins with "<!do"/],
    ['is empty but for its ends', () => Buffer.from('PAR1PAR1'), /is cut off|cannot be read/],
    ['has an end that lies', (bytes) => Buffer.concat([bytes.subarray(0, -8), Buffer.from([255, 255, 255, 127]), Buffer.from('PAR1')]), /cannot be read as Parquet/],
    ['has lost its middle', (bytes) => Buffer.concat([bytes.subarray(0, 4), bytes.subarray(900)]), /cannot be read as Parquet/],
    ['has a page of other bytes', (bytes) => Buffer.from(bytes.fill(0xff, 40, 400)), /cannot be read as Parquet/],
  ] // prettier-ignore

  for (const [what, damage, says] of damaged)
    it(`that ${what} is told clearly`, async () => {
      writeParquet(
        'good.parquet',
        everyType.slice(0, 3),
        Array.from({ length: 500 }, (_, i) => [i, i, `name ${i}`]),
      )
      writeFileSync(at('bad.parquet'), damage(readFileSync(at('good.parquet'))))
      const failure = await failureOf(read('bad.parquet'))
      assert.equal(failure.code, 'parquet/damaged')
      assert.match(failure.message, says)
      assert.match(failure.message, /"bad.parquet"/)
    })

  it('that is not there is told as missing', async () => {
    assert.equal((await failureOf(read('none.parquet'))).code, 'file/missing')
  })
})

it('a text that is no UTF-8 rejects its row and no other', async () => {
  await duckdb.run(
    `copy (select i, 'name ' || i as t from range(5) r(i)) to '${at('text8.parquet')}' (format parquet, compression uncompressed)`,
  )
  const bytes = readFileSync(at('text8.parquet'))
  bytes[bytes.indexOf('name 3') + 1] = 0xff
  writeFileSync(at('text8.parquet'), bytes)
  const { rows, rejects } = await read('text8.parquet')
  assert.deepEqual(
    rows.map(([id]) => id),
    ['0', '1', '2', '4'],
  )
  assert.deepEqual(
    rejects.map(({ line, column, rule }) => [line, column, rule]),
    [[4, 't', 'encoding']],
  )
})
