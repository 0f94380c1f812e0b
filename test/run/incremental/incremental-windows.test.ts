import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { IncrementalRig } from './incremental-rig.ts'

const byWindow = `
on: { schedule: [{ cron: "0 6 * * *", timezone: Europe/Berlin }] }
connections: { wh: "sqlite:wh.sqlite" }
steps:
  rows:
    extract:
      ndjson: "http://source.test/?from=\${{ window.from }}&to=\${{ window.to }}"
      columns: { id: integer not null }
      incremental: { window: 1d, start: 2026-01-01, settle: 2h }
  keep: { load: { from: rows, into: wh, table: kept, mode: append } }
`

const byDate = `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  rows:
    extract:
      ndjson: "http://source.test/"
      columns: { id: integer, day: date }
      incremental: { cursor: day, start: 2026-01-01 }
  keep: { load: { from: rows, into: wh, table: kept, mode: append } }
`

describe('an extract by windows of time', () => {
  it('asks for the days that are over, and not twice; an empty one moves the cursor', async () => {
    using rig = new IncrementalRig(byWindow)
    const asked: string[] = []
    rig.answer = (url) => {
      asked.push(`${url.searchParams.get('from')} ${url.searchParams.get('to')}`)
      return { text: asked.length === 1 ? '{"id":1}' : '' }
    }
    rig.now = Date.parse('2026-01-03T00:30:00Z')
    assert.equal((await rig.run()).result, 'success')
    const again = await rig.run()
    assert.match(again.steps['rows']?.note ?? '', /nothing new since 2026-01-01T23:00:00.000Z/)
    rig.now = Date.parse('2026-01-05T12:00:00Z')
    assert.equal((await rig.run()).result, 'success')
    assert.deepEqual(asked, [
      '2025-12-31T23:00:00.000Z 2026-01-01T23:00:00.000Z',
      '2026-01-01T23:00:00.000Z 2026-01-04T23:00:00.000Z',
    ])
    assert.deepEqual(read(rig, 'select value from _millrace_cursors'), [
      { value: '2026-01-04T23:00:00.000Z' },
    ])
  })

  it('fails, to be tried again, where the server says that the window is not over', async () => {
    using rig = new IncrementalRig(byWindow)
    rig.now = Date.parse('2026-01-03T03:00:00Z')
    rig.answer = () => ({ text: '{"id":1}', date: new Date('2026-01-02T22:00:00Z') })
    const { failure } = (await rig.run()).steps['rows'] ?? {}
    assert.deepEqual([failure?.code, failure?.retryable], ['window/early', true])
  })
})

describe('an extract by a column of dates', () => {
  it('reads a day when it is over, and each row once', async () => {
    using rig = new IncrementalRig(byDate)
    const rows = ['{"id":1,"day":"2026-01-01"}', '{"id":2,"day":"2026-01-02"}']
    rig.answer = () => ({ text: rows.join('\n') })
    rig.now = Date.parse('2026-01-02T15:00:00Z')
    const first = await rig.run()
    assert.deepEqual(first.steps['rows']?.counts?.filtered, 1)
    rows.push('{"id":3,"day":"2026-01-02"}')
    rig.now = Date.parse('2026-01-03T00:00:01Z')
    await rig.run()
    await rig.run()
    assert.deepEqual(read(rig, 'select id from kept order by id'), [{ id: 1 }, { id: 2 }, { id: 3 }])
  })

  it('fails on a row without a date, which no window holds', async () => {
    using rig = new IncrementalRig(byDate)
    rig.now = Date.parse('2026-01-02T15:00:00Z')
    rig.answer = () => ({ text: '{"id":1,"day":null}' })
    assert.equal((await rig.run()).steps['rows']?.failure?.code, 'window/null')
  })
})

function read({ folder }: IncrementalRig, sql: string): object[] {
  using database = new DatabaseSync(join(folder, 'wh.sqlite'))
  return database
    .prepare(sql)
    .all()
    .map((row) => ({ ...row }))
}
