import assert from 'node:assert/strict'
import { test } from 'node:test'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import type { Column } from '../../src/dataset/column.ts'
import { createDatasetFile, openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { encodeCsv } from '../../src/dataset/encode/encode-csv.ts'
import { encodeJson, encodeNdjson } from '../../src/dataset/encode/encode-json.ts'
import { readRows } from '../../src/dataset/read-rows.ts'
import { readBySqlite, scratch, writeRows } from './table-file.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'name', type: 'text' },
  { name: 'price', type: 'decimal', precision: 12, scale: 2 },
  { name: 'long', type: 'decimal', precision: 30, scale: 4 },
  { name: 'ratio', type: 'real' },
  { name: 'sold', type: 'boolean' },
  { name: 'day', type: 'date' },
  { name: 'at', type: 'timestamp', zoned: true },
  { name: 'more', type: 'json' },
]
const values = [9007199254740993n, 'a,"b"\n', '1.5', '123456789012345678901.5', 0.1, true, '2024-02-29']
const full = [...values, '2024-03-01T10:00:00+02:00', { a: [1] }]
const empty = [-1, '', ...Array.from({ length: 7 }, () => null)]

test('values of every type survive the file', () => {
  using folder = scratch()
  const path = folder.path('a.sqlite')
  const { dataset, rejects } = writeRows(path, columns, [full, empty])
  assert.deepStrictEqual(rejects, [])
  using file = openDatasetFile(path)
  assert.deepStrictEqual([file.rows, file.columns, file.table], [2, dataset.columns, 'made'])
  const [first] = [...readRows(file)].flat()
  assert.deepStrictEqual(first, {
    id: 9007199254740993n,
    name: 'a,"b"\n',
    price: '1.50',
    long: '123456789012345678901.5000',
    ratio: 0.1,
    sold: true,
    day: '2024-02-29',
    at: '2024-03-01T08:00:00Z',
    more: { a: [1] },
  })
  assert.strictEqual(readBySqlite(path)[0]?.['id'], 9007199254740993n)
})

test('a dataset is written out as CSV, NDJSON and JSON with all its digits', () => {
  using folder = scratch()
  writeRows(folder.path('a.sqlite'), columns, [full, empty])
  using file = openDatasetFile(folder.path('a.sqlite'))
  const csv = Buffer.concat([...encodeCsv(file)]).toString()
  assert.strictEqual(
    csv,
    'id,name,price,long,ratio,sold,day,at,more\n' +
      '9007199254740993,"a,""b""\n",1.50,123456789012345678901.5000,0.1,true,2024-02-29,2024-03-01T08:00:00Z,"{""a"":[1]}"\n' +
      '-1,"",,,,,,,\n',
  )
  const ndjson = Buffer.concat([...encodeNdjson(file)]).toString()
  assert.strictEqual(
    ndjson.split('\n')[0],
    '{"id":9007199254740993,"name":"a,\\"b\\"\\n","price":1.50,"long":123456789012345678901.5000,"ratio":0.1,' +
      '"sold":true,"day":"2024-02-29","at":"2024-03-01T08:00:00Z","more":{"a":[1]}}',
  )
  const json: unknown = JSON.parse(Buffer.concat([...encodeJson(file)]).toString())
  assert.strictEqual(Array.isArray(json) && json.length, 2)
})

test('a text is in quotes in a CSV just if it must be, wherever in it the byte stands that asks for them', () => {
  using folder = scratch()
  const ascii = Array.from({ length: 127 }, (_, at) => String.fromCharCode(at + 1))
  const texts = [...ascii, 'é', '🌊'].flatMap((sign) =>
    [0, 1, 2, 3, 4, 5, 9, 70].flatMap((before) =>
      [0, 1, 2, 3, 6].map((behind) => `${'x'.repeat(before)}${sign}${'y'.repeat(behind)}`),
    ),
  )
  const long = ['q"'.repeat(40_000), 'w'.repeat(200_000)]
  const rows = [...texts, ...long].map((text) => [text, 1])
  writeRows(
    folder.path('a.sqlite'),
    [
      { name: 't', type: 'text' },
      { name: 'n', type: 'integer' },
    ],
    rows,
  )
  using file = openDatasetFile(folder.path('a.sqlite'))
  const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  assert.strictEqual(
    Buffer.concat([...encodeCsv(file)]).toString(),
    `t,n\n${rows.map(([text]) => `${quoted(String(text))},1\n`).join('')}`,
  )
})

test('what an undeclared decimal is told to be declared as has room for it', () => {
  using folder = scratch()
  const rows = [['1234567890.123456'], ['0.00000000000000000001'], [`1${'0'.repeat(50)}.5`]]
  const { rejects } = writeRows(folder.path('a.sqlite'), [{ name: 'd', type: 'decimal' }], rows)
  const told = rejects.map(({ rule }) => /decimal\(.*\)(?=\))/.exec(rule)?.[0])
  assert.deepStrictEqual(told, ['decimal(30,6)', 'decimal(60,30)', 'decimal(52,1)'])
})

test('the digits of a rejected row do not count for the scale of a decimal, nor against later rows', () => {
  using folder = scratch()
  const shape: readonly Column[] = [
    { name: 'price', type: 'decimal' },
    { name: 'id', type: 'integer' },
  ]
  const rows = [
    ['1.5', 1],
    ['123456789.123456', 'x'],
    [null, 2],
    ['12345678901234.5', 3],
  ]
  const { dataset, rejects } = writeRows(folder.path('a.sqlite'), shape, rows)
  assert.deepStrictEqual([dataset.rows, rejects.length], [3, 1])
  const price: Column = { name: 'price', type: 'decimal', precision: 15, scale: 1, open: true }
  assert.deepStrictEqual(dataset.columns[0], price)
  using file = openDatasetFile(dataset.path)
  assert.deepStrictEqual(file.columns[0], price)
})

test('a decimal says in its file whether it may have other digits, or more before the point', () => {
  using folder = scratch()
  const sums: readonly Column[] = [
    { name: 'sum', type: 'decimal', scale: 2 },
    { name: 'open', type: 'decimal', scale: 2, open: true },
    { name: 'price', type: 'decimal', precision: 12, scale: 2 },
  ]
  writeRows(folder.path('a.sqlite'), sums, [['1.50', '1.50', '1.50']])
  using file = openDatasetFile(folder.path('a.sqlite'))
  assert.deepStrictEqual(file.columns, sums)
})

const misfits: readonly (readonly [Column['type'], readonly unknown[]])[] = [
  ['integer', ['007', '+1', '-0', '1.0', ' 1', '', '9223372036854775808', 1.5, '1e3', '٣']],
  ['decimal', ['1,5', '1e5', '5.', '.', '-', '007.1', '12345678901234567', 'NaN']],
  ['real', ['NaN', 'Infinity', '1e999', '0x10', '1_000', '']],
  ['boolean', ['yes', '2', '', 'truee']],
  ['date', ['2023-02-29', '2024-13-01', '0000-01-01', '2024-1-1', '01.02.2024', '2024-01-01T00:00']],
  [
    'timestamp',
    ['2024-01-01', '2024-01-01T24:00:00', '2024-01-01T00:00:60', '2024-01-01T00:00:00.1234567890'],
  ],
]

for (const [type, texts] of misfits) {
  test(`a value that is no ${type} is rejected with its text`, () => {
    using folder = scratch()
    const { dataset, rejects } = writeRows(
      folder.path('a.sqlite'),
      [{ name: 'x', type }],
      texts.map((value) => [value]),
    )
    assert.deepStrictEqual(
      rejects.map(({ column, value }) => [column, value]),
      texts.map((value) => ['x', String(value)]),
    )
    assert.strictEqual(dataset.rows, 0)
    assert.deepStrictEqual(readBySqlite(folder.path('a.sqlite')), [])
  })
}

test('a null in a column that must not be null is rejected', () => {
  using folder = scratch()
  const { rejects } = writeRows(folder.path('a.sqlite'), columns, [[null, ...full.slice(1)]])
  assert.deepStrictEqual(rejects[0]?.rule, 'not null')
})

test('a file appears only when it is finished, and is gone when it is given up', () => {
  using folder = scratch()
  const path = folder.path('a.sqlite')
  const file = createDatasetFile(path, { table: 't', columns })
  assert.strictEqual(existsSync(path), false)
  file.discard()
  assert.strictEqual(existsSync(`${path}.partial`), false)
})

test('names that are reserved, quoted or Unicode work, in any number up to 2,000 columns', () => {
  using folder = scratch()
  const odd = ['select', 'a"b', 'naïve 🌊', 'x /* y */', 'a,b', "it's", '--']
  const many = [...odd, ...Array.from({ length: 1993 }, (_, i) => `c${i}`)].map((name) => ({
    name,
    type: 'decimal' as const,
    precision: 12,
    scale: 2,
  }))
  writeRows(folder.path('a.sqlite'), many, [many.map((_, index) => `${index}.25`)])
  const [found] = readBySqlite(folder.path('a.sqlite'))
  assert.strictEqual(found?.['naïve 🌊'], 2.25)
  using file = openDatasetFile(folder.path('a.sqlite'))
  assert.deepStrictEqual(file.columns, many)
  assert.throws(() => writeRows(folder.path('b'), [...many, { name: 'z', type: 'text' }], []), /2001 columns/)
  assert.throws(
    () => writeRows(folder.path('b'), [...many.slice(0, 1), ...many.slice(0, 1)], []),
    /two columns/,
  )
})

const cell = fc.oneof(
  fc.constant(null),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.integer({ min: 3000, max: 30_000 }).map((size) => 'é'.repeat(size)),
)
const int64 = fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))
const small = fc.option(fc.integer())
const double = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0))

/** A bigint that a number holds, as a number. */
function asNumber(value: string | number | bigint | null): string | number | bigint | null {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}

test('SQLite reads what the writer wrote, whatever the values and their sizes', () => {
  using folder = scratch()
  const path = folder.path('a.sqlite')
  const types = ['text', 'integer', 'integer', 'real'] as const
  const table = types.map((type, index) => ({ name: `c${index}`, type }))
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, int64, small, double), { maxLength: 400 }), (rows) => {
      const { rejects } = writeRows(path, table, rows)
      const found = readBySqlite(path)
      using file = openDatasetFile(path)
      const read = [...readRows(file)].flat()
      return (
        rejects.length === 0 &&
        file.rows === rows.length &&
        rows.every((expected, index) =>
          expected.every((value, column) => {
            const bySqlite = found[index]?.[`c${column}`]
            const byUs = read[index]?.[`c${column}`]
            const same = column === 0 || column === 3 || value === null ? value : BigInt(value)
            return Object.is(bySqlite, same) && Object.is(byUs, asNumber(value))
          }),
        )
      )
    }),
    { numRuns: 40, seed: 7 },
  )
})

test('texts of every length and integers of every size stay what they are', () => {
  using folder = scratch()
  const path = folder.path('a.sqlite')
  const sizes = Array.from({ length: 64 }, (_, bit) => 1n << BigInt(bit))
  const integers = sizes.flatMap((size) => [size - 2n, size - 1n, -size, 1n - size])
  const rows = integers.map((integer, at) => [
    integer,
    'äb€x'.repeat(64).slice(0, at),
    at / 3,
    'z'.repeat(at % 131),
  ])
  const types = ['integer', 'text', 'real', 'text'] as const
  writeRows(
    path,
    types.map((type, at) => ({ name: `c${at}`, type })),
    rows,
  )
  assert.deepStrictEqual(
    readBySqlite(path).map((row) => Object.values(row)),
    rows,
  )
})

test('the tree grows to three levels and stays whole', () => {
  using folder = scratch()
  const path = folder.path('a.sqlite')
  const rows = Array.from({ length: 3000 }, (_, i) => [i, 'x'.repeat(3900)])
  writeRows(
    path,
    [
      { name: 'n', type: 'integer' },
      { name: 'x', type: 'text' },
    ],
    rows,
  )
  const [sum] = readBySqlite(path, 'select count(*) c, sum(n) s from made')
  assert.deepStrictEqual(sum, { c: 3000n, s: 4498500n })
  using file = openDatasetFile(path)
  assert.strictEqual([...readRows(file)].flat().length, 3000)
})

test('a table that SQLite wrote and rewrote is read with its declared types', () => {
  using folder = scratch()
  const path = folder.path('foreign.sqlite')
  using database = new DatabaseSync(path)
  database.exec(`pragma page_size = 1024; create table foreign_one (
    id integer primary key, amount decimal(10,2), ok boolean not null, x, -- free
    note varchar(20) default 'a,b', born date, seen datetime, constraint u unique (note, id))`)
  const insert = database.prepare('insert into foreign_one values (?, ?, ?, ?, ?, ?, ?)')
  database.exec('begin')
  for (let i = 1; i <= 3000; i++) {
    insert.run(
      i * 3,
      i / 4,
      i % 2,
      i % 7 === 0 ? 'x'.repeat(5000) : i,
      `n${i}`,
      '2024-01-01',
      '2024-01-01 10:00:00',
    )
  }
  database.exec(
    'commit; delete from foreign_one where id % 5 = 0; update foreign_one set x = null where id % 11 = 0',
  )
  using file = openDatasetFile(path)
  assert.deepStrictEqual(
    file.columns.map(({ type }) => type),
    ['integer', 'decimal', 'boolean', 'text', 'text', 'date', 'timestamp'],
  )
  const read = [...readRows(file)].flat()
  const expected = database.prepare('select id, amount, ok, x, note from foreign_one order by id').all()
  assert.strictEqual(file.rows, expected.length)
  for (const [index, row] of expected.entries()) {
    const { id, amount, ok, x, note } = read[index] ?? {}
    const wanted = [
      row['id'],
      Number(row['amount']),
      row['ok'] === 1,
      row['x'] === null ? null : String(row['x']),
    ]
    assert.deepStrictEqual([id, Number(amount), ok, x, note], [...wanted, row['note']])
  }
})

test('a file that is no database, or is cut off, is told apart', () => {
  using folder = scratch()
  const path = folder.path('a.sqlite')
  assert.throws(() => openDatasetFile(path), /there is no file/)
  writeRows(
    path,
    columns,
    Array.from({ length: 2000 }, () => full),
  )
  const whole = readFileSync(path)
  for (const [name, bytes, error] of [
    ['cut', whole.subarray(0, 8192), /cut off/],
    ['text', Buffer.from('a,b\n'.repeat(100)), /no SQLite file/],
    ['empty', Buffer.alloc(0), /too short/],
  ] as const) {
    using database = scratch()
    const other = database.path(name)
    writeFileSync(other, bytes)
    assert.throws(() => openDatasetFile(other), error)
  }
})
