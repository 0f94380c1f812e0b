import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
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
