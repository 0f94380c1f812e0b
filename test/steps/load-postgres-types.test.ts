import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Column, ColumnType } from '../../src/dataset/column.ts'
import { failureOf } from '../support/failure.ts'
import { loadRows, postgresTarget } from '../support/load-target.ts'
import { query, startPostgres, type TestPostgres } from '../support/postgres.ts'
import { StepRig } from '../support/step-context.ts'

let server: TestPostgres
before(async () => {
  server = await startPostgres()
})
after(() => server[Symbol.asyncDispose]())

const target = postgresTarget(() => server)

describe('PostgreSQL converts what a load brings', () => {
  it('by the clock of UTC and in ISO form, whatever the server is set to', async () => {
    using rig = new StepRig()
    const { url, ...opened } = await target.open(rig)
    const name = new URL(url).pathname.slice(1)
    await query(url, `alter database ${name} set timezone to 'Europe/Berlin'`)
    await query(url, `alter database ${name} set datestyle to 'German, DMY'`)
    await query(
      url,
      `create table people (id bigint primary key, wall timestamp, instant timestamptz, day timestamptz, words text)`,
    )
    const columns: readonly Column[] = [
      { name: 'id', type: 'integer', notNull: true },
      { name: 'wall', type: 'timestamp', zoned: true },
      { name: 'instant', type: 'timestamp', zoned: false },
      { name: 'day', type: 'date' },
      { name: 'words', type: 'date' },
    ]
    const rows = [[1, '2026-01-01T12:00:00Z', '2026-01-01T12:00:00', '2026-01-01', '2026-01-13']]
    await loadRows(rig, { url, ...opened }, { columns, rows, options: { mode: 'merge', key: ['id'] } })
    const [found] = await query(
      url,
      `select wall::text, (instant at time zone 'UTC')::text as instant, (day at time zone 'UTC')::text as day, words from people`,
    )
    assert.deepEqual(found, {
      wall: '01.01.2026 12:00:00',
      instant: '01.01.2026 12:00:00',
      day: '01.01.2026 00:00:00',
      words: '2026-01-13',
    })
  })
})

/** What each type would make another value of, and what it keeps. A domain is of a type that the server is told before. */
const cases: readonly {
  readonly type: string
  readonly domain?: string
  readonly of: ColumnType
  readonly lost: readonly unknown[]
  readonly kept: readonly unknown[]
}[] = [
  { type: 'code', domain: 'varchar(3)', of: 'text', lost: ['abcdef'], kept: ['abc'] },
  { type: 'code', domain: 'varchar(3)', of: 'integer', lost: [12_345], kept: [123] },
  { type: 'price', domain: 'numeric(10,2)', of: 'decimal', lost: ['1.239'], kept: ['1.23'] },
  { type: 'whole', domain: 'integer check (value < 1000)', of: 'decimal', lost: ['2.7'], kept: ['2'] },
  { type: 'whole', domain: 'integer', of: 'text', lost: ['007', 'abc'], kept: ['7'] },
  { type: 'money', of: 'decimal', lost: ['1.239'], kept: ['1.23'] },
  { type: 'money', of: 'integer', lost: [], kept: [7] },
  { type: 'money', of: 'text', lost: ['1.239', '$0.999', 'x'], kept: ['1.2', '$1,000.50', '-.5', '10'] },
  { type: 'name', of: 'text', lost: ['n'.repeat(64)], kept: ['n'.repeat(63)] },
  { type: '"char"', of: 'text', lost: ['xyz'], kept: ['x'] },
  { type: 'bit(4)', of: 'integer', lost: [20, -1], kept: [5] },
  { type: 'bit(4)', of: 'text', lost: ['10110', '101', 'abc'], kept: ['1011'] },
  { type: 'bit varying(3)', of: 'text', lost: ['10110'], kept: ['10'] },
  { type: 'interval', of: 'text', lost: ['1.1234567 s', 'x'], kept: ['1.123456 s', '1 day 25:00:00'] },
  { type: 'interval(0)', of: 'text', lost: ['1.9 s'], kept: ['2 s', 'P1DT2H'] },
  { type: 'interval year', of: 'text', lost: ['1 year 5 months'], kept: ['2 years'] },
  { type: 'interval day', of: 'text', lost: ['3 days 04:05:06'], kept: ['3 days'] },
  {
    type: 'bytea',
    of: 'text',
    lost: [String.raw`a\\b`, String.raw`a\101`],
    kept: ['ab', String.raw`\x6162`],
  },
  { type: 'varchar(3)[]', of: 'text', lost: ['{abcdef}'], kept: ['{abc}'] },
  { type: 'uuid', of: 'text', lost: ['x'], kept: ['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'] },
  { type: 'inet', of: 'text', lost: ['x'], kept: ['10.0.0.1/8'] },
]

describe('what a column of PostgreSQL would make another value of', () => {
  for (const { type, domain, of, lost, kept } of cases)
    it(`is refused with its column, and what it keeps is loaded: ${of} into ${domain ?? type}`, async () => {
      using rig = new StepRig()
      const opened = await target.open(rig)
      if (domain !== undefined) await opened.run(`create domain ${type} as ${domain}`)
      await opened.run(`create table people (id bigint primary key, value ${type})`)
      const columns: readonly Column[] = [
        { name: 'id', type: 'integer', notNull: true },
        { name: 'value', type: of, ...(of === 'decimal' ? { precision: 10, scale: 3 } : {}) },
      ]
      const options = { mode: 'merge', key: ['id'] } as const
      for (const value of lost) {
        const failure = await failureOf(loadRows(rig, opened, { columns, rows: [[1, value]], options }))
        assert.equal(failure.code, 'rows/lossy', failure.message)
        assert.match(
          failure.message,
          /^column "value" of "people" is .*: 1 value would not come back as it is/,
        )
      }
      const rows = [...kept, null].map((value, index) => [index, value])
      const outcome = await loadRows(rig, opened, { columns, rows, options })
      assert.equal(outcome.rows?.loaded, rows.length)
    })

  it('and what only looks alike is written: a domain of json, a box of the same area', async () => {
    using rig = new StepRig()
    const opened = await target.open(rig)
    await opened.run('create domain doc as json')
    await opened.run('create table people (id bigint primary key, value doc, place box)')
    const columns: readonly Column[] = [
      { name: 'id', type: 'integer', notNull: true },
      { name: 'value', type: 'json' },
      { name: 'place', type: 'text' },
    ]
    const options = { mode: 'merge', key: ['id'] } as const
    await loadRows(rig, opened, { columns, rows: [[1, '{"a":1}', '(1,1),(0,0)']], options })
    const again = await loadRows(rig, opened, { columns, rows: [[1, '{"a": 1}', '(2,2),(1,1)']], options })
    assert.equal(again.note, 'people: 0 rows inserted, 1 changed, 0 unchanged')
    const same = await loadRows(rig, opened, { columns, rows: [[1, '{"a": 1}', '(2,2),(1,1)']], options })
    assert.equal(same.note, 'people: 0 rows inserted, 0 changed, 1 unchanged')
  })
})
