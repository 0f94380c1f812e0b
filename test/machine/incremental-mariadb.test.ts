import assert from 'node:assert/strict'
import { it } from 'node:test'
import mysql from 'mysql2/promise'
import { startMariadb } from '../support/mariadb.ts'
import { IncrementalRig } from '../run/incremental/incremental-rig.ts'

const manifest = `
env: { TABLE: told }
connections: { wh: "\${{ secrets.WH }}" }
steps:
  rows:
    extract:
      ndjson: "http://source.test/"
      columns: { id: integer not null, at: timestamp not null }
      incremental: { cursor: at, start: 2026-01-01 }
  keep: { load: { from: rows, into: wh, table: kept, mode: append } }
  others: { extract: { ndjson: "http://source.test/", columns: { id: integer not null, at: timestamp not null }, incremental: { cursor: at, start: 2026-01-01 } } }
  told: { load: { from: others, into: wh, table: "\${{ env.TABLE }}", mode: append } }
`

it('the cursor of a load into MariaDB lies with the rows', async () => {
  await using server = await startMariadb('--default-storage-engine=MyISAM')
  using rig = new IncrementalRig(manifest)
  const WH = await server.database()
  const rows = ['{"id":1,"at":"2026-01-01T10:00:00Z"}']
  rig.answer = () => ({ text: rows.join('\n') })
  rig.now = Date.parse('2026-01-02T00:00:00Z')
  const first = await rig.run({ env: { WH } })
  assert.equal(first.result, 'success', JSON.stringify(first.steps))
  rows.push('{"id":2,"at":"2026-01-02T10:00:00Z"}')
  rig.now = Date.parse('2026-01-03T00:00:00Z')
  assert.equal((await rig.run({ env: { WH } })).result, 'success')
  const database = await mysql.createConnection(WH)
  const [kept] = await database.query('select id from kept order by id')
  const [cursors] = await database.query(
    "select step, source, value from _millrace_cursors where step = 'keep'",
  )
  const [engines] = await database.query(
    'select distinct engine as engine from information_schema.tables where table_schema = database()',
  )
  await database.query('drop table kept, told')
  const { result, steps } = await rig.run({ env: { WH } })
  assert.deepEqual([result, steps['told']?.rows], ['success', 0])
  assert.equal((await rig.run({ env: { WH } })).result, 'success')
  const [told] = await database.query('select id from told order by id')
  await database.query('drop table told')
  await rig.run({ env: { WH }, window: '2026-01-01..2026-01-02', again: true })
  const [asked] = await database.query('select id from told')
  const [anew] = await database.query('select id from kept order by id')
  await database.end()
  assert.deepEqual(plain(kept), [{ id: 1 }, { id: 2 }])
  assert.deepEqual(plain(cursors), [{ step: 'keep', source: 'rows', value: '2026-01-03T00:00:00.000Z' }])
  assert.deepEqual(plain(engines), [{ engine: 'InnoDB' }])
  assert.deepEqual(plain(anew), [{ id: 1 }, { id: 2 }])
  assert.deepEqual(plain(told), [{ id: 1 }, { id: 2 }], 'a table whose name is known late, a run later')
  assert.deepEqual(plain(asked), [{ id: 1 }], 'but at once the window that was asked for')
})

function plain(rows: unknown): unknown {
  return JSON.parse(JSON.stringify(rows))
}
