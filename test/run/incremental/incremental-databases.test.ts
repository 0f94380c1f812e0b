import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { query, startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { IncrementalRig } from './incremental-rig.ts'

const manifest = `
connections: { wh: "\${{ secrets.WH }}" }
steps:
  rows:
    extract:
      ndjson: "http://source.test/?from=\${{ window.from }}"
      columns: { id: integer not null, value: integer, at: timestamp not null }
      rejects: { max: 100% }
      incremental: { cursor: at, start: 2026-01-01, lag: 10m, settle: 5m }
  doubled:
    needs: [rows]
    transform: { sql: "select id, value * 2 as value, \${{ window.to }} as up_to from rows" }
  keep: { load: { from: rows, into: wh, table: sales.kept, mode: merge, key: [id] } }
  twice: { load: { from: doubled, into: wh, table: twice, mode: merge, key: [id] } }
`

const fromSql = `
connections: { wh: "\${{ secrets.WH }}" }
steps:
  times:
    extract:
      sql: "select id, at from sale where at >= \${{ window.from }} and at < \${{ window.to }}"
      in: wh
      incremental: { cursor: at, start: 2026-01-01, settle: 10m }
  numbers:
    extract:
      sql: "select id from sale where id >= \${{ window.from }}"
      in: wh
      incremental: { cursor: id, start: 0, lag: 1 }
  by-time: { load: { from: times, into: wh, table: by_time, mode: append } }
  by-number: { load: { from: numbers, into: wh, table: by_number, mode: merge, key: [id] } }
`

describe('the cursors of loads into PostgreSQL', () => {
  let server: TestPostgres
  before(async () => {
    server = await startPostgres()
  })
  after(() => server[Symbol.asyncDispose]())

  it('lie with the rows, one for each load, also behind a transform', async () => {
    using rig = new IncrementalRig(manifest)
    const env = { WH: await server.database() }
    const asked: string[] = []
    const rows = [row(1, 10, '00:10'), row(2, 'broken', '00:20'), row(3, 30, '00:59')]
    rig.answer = (url) => {
      asked.push(url.searchParams.get('from') ?? '')
      return { text: rows.join('\n') }
    }
    rig.now = Date.parse('2026-01-01T01:00:00Z')
    const first = await rig.run({ env })
    assert.equal(first.result, 'success', JSON.stringify(first.steps))
    assert.deepEqual(await cursors(env.WH), [
      'keep 2026-01-01T00:20:00.000Z',
      'twice 2026-01-01T00:20:00.000Z',
    ])
    rows[1] = row(2, 20, '00:20')
    rig.now += 3_600_000
    assert.equal((await rig.run({ env })).result, 'success')
    assert.deepEqual(asked, ['2026-01-01T00:00:00.000Z', '2026-01-01T00:10:00.000Z'])
    const kept = await query(env.WH, 'select id::int, value::int from sales.kept order by id')
    assert.deepEqual(kept, [
      { id: 1, value: 10 },
      { id: 2, value: 20 },
      { id: 3, value: 30 },
    ])
    assert.deepEqual(await cursors(env.WH), [
      'keep 2026-01-01T01:55:00.000Z',
      'twice 2026-01-01T01:55:00.000Z',
    ])
  })

  it('stay where they are when the load fails, and the rows come again', async () => {
    using rig = new IncrementalRig(manifest)
    const env = { WH: await server.database() }
    rig.answer = () => ({ text: row(1, 10, '00:10') })
    rig.now = Date.parse('2026-01-01T01:00:00Z')
    await rig.run({ env })
    await query(env.WH, 'alter table twice add check (value < 50)')
    rig.answer = () => ({ text: row(4, 40, '01:10') })
    rig.now += 3_600_000
    assert.equal((await rig.run({ env })).result, 'failure')
    assert.deepEqual(await cursors(env.WH), [
      'keep 2026-01-01T01:55:00.000Z',
      'twice 2026-01-01T00:55:00.000Z',
    ])
    await query(env.WH, 'alter table twice drop constraint twice_value_check')
    assert.equal((await rig.run({ env })).result, 'success')
    const ids = await query(env.WH, 'select id::int from twice order by id')
    assert.deepEqual(ids, [{ id: 1 }, { id: 4 }])
  })

  it('count no longer when their table is gone, also one whose name is known late: then a run later', async () => {
    using rig = new IncrementalRig(
      manifest
        .replace('connections:', 'env: { TABLE: late }\nconnections:')
        .replace('table: twice', 'table: "${{ env.TABLE }}"'),
    )
    const env = { WH: await server.database() }
    rig.answer = () => ({ text: [row(1, 10, '00:10'), row(2, 20, '00:50')].join('\n') })
    rig.now = Date.parse('2026-01-01T01:00:00Z')
    await rig.run({ env })
    await query(env.WH, 'drop table late, sales.kept')
    const second = await rig.run({ env })
    assert.equal(second.result, 'success')
    const { read, loaded, filtered } = second.steps['twice']?.counts ?? {}
    assert.deepEqual(
      [read, loaded, filtered],
      [2, 0, 2],
      'what is not loaded is not told as if it were there',
    )
    assert.equal((await rig.run({ env })).result, 'success')
    for (const table of ['late', 'sales.kept'])
      assert.deepEqual(await query(env.WH, `select id::int from ${table} order by id`), [
        { id: 1 },
        { id: 2 },
      ])
  })

  it('go by the clock of the database that is read, and by its numbers', async () => {
    using rig = new IncrementalRig(fromSql)
    const env = { WH: await server.database() }
    await query(env.WH, 'create table sale (id bigint, at timestamptz)')
    await query(
      env.WH,
      "insert into sale values (1, now() - interval '1 hour'), (2, now() - interval '1 minute')",
    )
    rig.now = Date.parse('1999-01-01T00:00:00Z')
    assert.equal((await rig.run({ env })).result, 'success')
    assert.deepEqual(await query(env.WH, 'select id::int from by_time'), [{ id: 1 }])
    assert.deepEqual(await query(env.WH, 'select id::int from by_number order by id'), [{ id: 1 }, { id: 2 }])
    await query(env.WH, "insert into sale values (3, now() - interval '30 minutes')")
    const second = await rig.run({ env })
    assert.equal(second.result, 'success', JSON.stringify(second.steps))
    assert.deepEqual([second.steps['numbers']?.counts?.read, second.steps['numbers']?.rows], [2, 2])
    assert.deepEqual(await query(env.WH, 'select id::int from by_number order by id'), [
      { id: 1 },
      { id: 2 },
      { id: 3 },
    ])
    assert.match((await cursors(env.WH)).join(), /^by-number 4,by-time 20/)
  })
})

function row(id: number, value: number | string, time: string): string {
  return JSON.stringify({ id, value, at: `2026-01-01T${time}:00Z` })
}

async function cursors(url: string): Promise<string[]> {
  const rows = await query(url, 'select step, value from _millrace_cursors order by step')
  return rows.map(({ step, value }) => `${String(step)} ${String(value)}`)
}
