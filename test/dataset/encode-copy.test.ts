import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { copyDataset } from '../../src/adapters/database/copy-dataset.ts'
import { openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { copyType, encodeCopy } from '../../src/dataset/encode/encode-copy.ts'
import { everyType } from '../support/every-type.ts'
import { startPostgres } from '../support/postgres.ts'
import { scratch, writeRows } from './table-file.ts'

const rows = [
  [
    -(2n ** 63n),
    'é🌊',
    '-0.05',
    '0',
    1e-300,
    true,
    '0001-01-01',
    '9999-12-31 23:59:59.999999',
    '0001-01-01T00:00:00Z',
    [],
  ],
  [
    2n ** 53n + 1n,
    '',
    '9999999999999.99',
    '123456789012345678901234567890.000000001',
    -1.5,
    false,
    '2024-02-29',
    '1999-12-31 23:59:59.5',
    '2024-03-31T03:30:00.123456+02:00',
    { a: 'x' },
  ],
  [
    -1,
    'a',
    '10000.00',
    '0.000010001',
    0,
    false,
    '9999-12-31',
    '2000-01-01 00:00',
    '2024-03-31T03:30:00Z',
    1.5,
  ],
  [
    -40_000_000_000,
    'b',
    '0.00',
    '-10000',
    3,
    true,
    '1999-12-31',
    '1970-01-01 00:00:00',
    '1970-01-01T00:00:00Z',
    'text',
  ],
  everyType.map(() => null),
]

test('PostgreSQL takes the binary form of every type, to the last digit', async () => {
  using folder = scratch()
  const { rejects } = writeRows(folder.path('a.sqlite'), everyType, rows)
  assert.deepEqual(rejects, [])
  using file = openDatasetFile(folder.path('a.sqlite'))
  await using server = await startPostgres()
  const client = new pg.Client({ connectionString: await server.database() })
  await client.connect()
  try {
    await client.query("set timezone = 'UTC'")
    await client.query(
      `create table c (${everyType.map((column) => `${column.name} ${copyType(column)}`).join(', ')})`,
    )
    await copyDataset(client, 'copy c from stdin (format binary)', file)
    const casts = everyType.map(({ name }) => `${name}::text as ${name}`).join(', ')
    const { rows: found } = await client.query<Record<string, string | null>>(`select ${casts} from c`)
    const z = (text: string): string => `${text}+00`
    assert.deepEqual(
      found.map((row) => everyType.map(({ name }) => row[name])),
      [
        [
          '-9223372036854775808',
          'é🌊',
          '-0.05',
          '0.000000000',
          '1e-300',
          'true',
          '0001-01-01',
          '9999-12-31 23:59:59.999999',
          z('0001-01-01 00:00:00'),
          '[]',
        ],
        [
          '9007199254740993',
          '',
          '9999999999999.99',
          '123456789012345678901234567890.000000001',
          '-1.5',
          'false',
          '2024-02-29',
          '1999-12-31 23:59:59.5',
          z('2024-03-31 01:30:00.123456'),
          '{"a": "x"}',
        ],
        [
          '-1',
          'a',
          '10000.00',
          '0.000010001',
          '0',
          'false',
          '9999-12-31',
          '2000-01-01 00:00:00',
          z('2024-03-31 03:30:00'),
          '1.5',
        ],
        [
          '-40000000000',
          'b',
          '0.00',
          '-10000.000000000',
          '3',
          'true',
          '1999-12-31',
          '1970-01-01 00:00:00',
          z('1970-01-01 00:00:00'),
          '"text"',
        ],
        everyType.map(() => null),
      ],
    )
  } finally {
    await client.end()
  }
})

test('a NUL, which PostgreSQL cannot store, is told with its row and column', () => {
  using folder = scratch()
  writeRows(folder.path('a.sqlite'), [{ name: 't', type: 'text' }], [['a'], ['b\0']])
  using file = openDatasetFile(folder.path('a.sqlite'))
  assert.throws(() => [...encodeCopy(file)], /made\.t \(text\) in row 2 holds a NUL/)
})

test('a NUL is found wherever it stands, and nothing is taken for one', () => {
  using folder = scratch()
  const column = [{ name: 't', type: 'text' }] as const
  for (const size of [1, 2, 3, 4, 5, 7, 8, 9, 300])
    for (let at = 0; at <= Math.min(size, 12); at++) {
      const path = folder.path(`${size}-${at}.sqlite`)
      const text = `${'\u0001'.repeat(at)}${at < size ? '\0' : ''}${'\u0080'.repeat(Math.max(0, size - at - 1))}`
      writeRows(path, column, [[text]])
      using file = openDatasetFile(path)
      if (at < size) assert.throws(() => [...encodeCopy(file)], /row 1 holds a NUL/)
      else assert.ok(Buffer.concat([...encodeCopy(file)]).includes(text))
    }
})
