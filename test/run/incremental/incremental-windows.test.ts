import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { inProcessSqlite } from '../../support/in-process-sqlite.ts'
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

const rejecting = byDate
  .replace('day: date', 'day: date not null')
  .replace('incremental:', 'rejects: { max: 100% }\n      incremental:')
  .replace('mode: append', 'mode: merge, key: [id]')

describe('an extract by windows of time', () => {
  it('asks for the days that are over, and not twice; an empty one moves the cursor', async () => {
    using rig = rigOf(byWindow)
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
    using rig = rigOf(byWindow)
    rig.now = Date.parse('2026-01-03T03:00:00Z')
    rig.answer = () => ({ text: '{"id":1}', date: new Date('2026-01-02T22:00:00Z') })
    const { failure } = (await rig.run()).steps['rows'] ?? {}
    assert.deepEqual([failure?.code, failure?.retryable], ['window/early', true])
  })
})

describe('an extract by a column of dates', () => {
  it('reads a day when it is over, and each row once', async () => {
    using rig = rigOf(byDate)
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
    using rig = rigOf(byDate)
    rig.now = Date.parse('2026-01-02T15:00:00Z')
    rig.answer = () => ({ text: '{"id":1,"day":null}' })
    assert.equal((await rig.run()).steps['rows']?.failure?.code, 'window/null')
  })
})

describe('a window that is asked for again', () => {
  const first = { window: '2026-01-01..2026-01-02' }
  const rows = ['{"id":1,"day":"2026-01-01"}', '{"id":2,"day":"2026-01-02"}']
  const started = async (mode: string) => {
    const rig = rigOf(byDate.replace('mode: append', mode))
    rig.answer = () => ({ text: rows.join('\n') })
    rig.now = Date.parse('2026-01-03T00:00:00Z')
    await rig.run(first)
    await rig.run({ window: '2026-01-02..2026-01-03' })
    return rig
  }
  const kept = (rig: IncrementalRig) =>
    read(rig, 'select id from kept order by id').map((row) => Object.values(row)[0])

  for (const mode of ['merge', 'insert-missing'])
    it(`is loaded again with ${mode} where that was said, and only there`, async () => {
      using rig = await started(`mode: ${mode}, key: [id]`)
      write(rig, 'delete from kept where id = 1')
      const { note } = (await rig.run(first)).steps['keep'] ?? {}
      assert.match(note ?? '', /^already loaded .* left as it is; --force loads it again$/)
      assert.deepEqual(kept(rig), [2])
      assert.equal((await rig.run({ ...first, again: true })).result, 'success')
      assert.deepEqual(kept(rig), [1, 2])
    })

  it('corrects versions that began with it, where none are newer', async () => {
    using rig = await started('mode: scd2, key: [id]')
    const last = { window: '2026-01-02..2026-01-03', again: true }
    write(rig, `update kept set day = '1999-01-01' where id = 2`)
    await rig.run(last)
    assert.deepEqual(read(rig, 'select id, day from kept where is_current = 1 order by id'), [
      { id: 1, day: '2026-01-01' },
      { id: 2, day: '2026-01-02' },
    ])
    assert.equal((await rig.run({ ...first, again: true })).steps['keep']?.failure?.code, 'load/out-of-order')
  })

  it('is not appended again, but into a table that was dropped', async () => {
    using rig = await started('mode: append')
    const { failure } = (await rig.run({ ...first, again: true })).steps['keep'] ?? {}
    assert.equal(failure?.code, 'load/changed')
    assert.match(failure.message, /^a run of this window has appended to "kept" already: 1 row at/)
    assert.deepEqual(kept(rig), [1, 2])
    write(rig, 'drop table kept')
    for (const window of ['2026-01-01..2026-01-02', '2026-01-02..2026-01-03'])
      assert.equal((await rig.run({ window, again: true })).result, 'success')
    assert.deepEqual(kept(rig), [1, 2])
  })
})

describe('rows that were put aside', () => {
  it('are said to hold the cursor', async () => {
    using rig = rigOf(rejecting)
    rig.now = Date.parse('2026-01-05T00:00:00Z')
    rig.answer = () => ({
      text: '{"id":1,"day":"2026-01-01"}\n{"id":2,"day":"2026-01-02"}\n{"id":"x","day":"2026-01-03"}',
    })
    const { rows, keep } = (await rig.run()).steps
    assert.match(rows?.note ?? '', /read again from 2026-01-03T00:00:00.000Z on, where a row was rejected$/)
    assert.match(keep?.note ?? '', /; "rows" is read again from 2026-01-03T00:00:00.000Z on, until/)
    rig.answer = () => ({ text: '{"id":4,"day":null}' })
    const again = (await rig.run()).steps
    assert.match(again['rows']?.note ?? '', /all of it is read again: of a rejected row/)
    assert.match(again['keep']?.note ?? '', /^nothing new; "rows" is read again from 2026-01-03/)
  })

  it('are rejected in the window that they stand in, and left out of all others', async () => {
    using rig = rigOf(rejecting.replace('max: 100%', 'max: 0'))
    rig.now = Date.parse('2026-01-09T00:00:00Z')
    const days = (bad: string) =>
      `{"id":1,"day":"2026-01-01"}\n{"id":${bad},"day":"2026-01-02"}\n{"id":3,"day":"2026-01-03"}\n`
    rig.answer = () => ({ text: days('"x"') })
    const countsOf = async (window?: string) =>
      (await rig.run(window === undefined ? {} : { window })).steps['rows']
    assert.deepEqual((await countsOf('2026-01-01..2026-01-02'))?.counts, counts({ loaded: 1, filtered: 2 }))
    assert.match((await countsOf('2026-01-02..2026-01-03'))?.failure?.message ?? '', /^1 of 3 rows rejected/)
    assert.deepEqual((await countsOf('2026-01-03..2026-01-04'))?.counts, counts({ loaded: 1, filtered: 2 }))
    rig.answer = () => ({ text: days('2') })
    await countsOf('2026-01-02..2026-01-03')
    const all = [{ id: 1 }, { id: 2 }, { id: 3 }]
    assert.deepEqual(read(rig, 'select id from kept order by id'), all)
    rig.answer = () => ({ text: days('"x"') })
    assert.deepEqual(
      (await countsOf())?.counts,
      counts({ loaded: 1, filtered: 2 }),
      'it is older than what is new',
    )
  })

  it('whose cursor cannot be read may be of any window, and are rejected in each', async () => {
    using rig = rigOf(rejecting)
    rig.now = Date.parse('2026-01-09T00:00:00Z')
    rig.answer = () => ({ text: '{"id":1,"day":"2026-01-01"}\n{"id":2,"day":"2.1.2026"}\n' })
    for (const window of ['2026-01-01..2026-01-02', '2026-01-05..2026-01-06']) {
      const { rows } = (await rig.run({ window })).steps
      assert.equal(rows?.counts?.rejected, 1)
      assert.match(rows?.note ?? '', /all of it is read again/)
    }
  })
})

describe('a load of what an extract of another pipeline reads, which is not seen before the run', () => {
  const pipeline = (load: string) => `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  c: { uses: ./shared/c.yml }
  own: { needs: [c], transform: { sql: 'select * from "c/rows"' } }
  keep: { load: { from: own, into: wh, table: kept, ${load} } }
`
  const used = `
datasets: { rows: rows, two: two }
steps:
  two: { needs: [rows], transform: { sql: "select 2 as n from rows" } }
  rows:
    extract:
      ndjson: "http://source.test/"
      columns: { id: integer not null, day: date }
      incremental: { cursor: day, start: 2026-01-01 }
    checks: [{ range: { id: { max: 5 } }, severity: quarantine }]
`
  const refused = async (load: string, id = 1) => {
    using rig = new IncrementalRig(pipeline(load))
    rig.write('shared/c.yml', used)
    rig.now = Date.parse('2026-01-03T00:00:00Z')
    rig.answer = () => ({ text: `{"id":1,"day":"2026-01-01"}\n{"id":${id},"day":"2026-01-02"}` })
    return (await rig.run()).steps['keep']?.failure
  }

  it('takes no row that is not new for one that is gone', async () => {
    for (const load of ['mode: merge, key: [id], missing: delete', 'mode: merge, key: [id], missing: mark'])
      assert.equal((await refused(load))?.code, 'window/missing')
  })

  it('appends nothing that comes again', async () => {
    const failure = await refused('mode: append', 9)
    assert.equal(failure?.code, 'window/append')
    assert.match(failure.message, /rows of "c\/rows" were put aside/)
  })
})

describe('a file beside a table', () => {
  it('gets the rows of the window that it failed to take', async () => {
    const manifest = byDate.replace('mode: append', 'mode: merge, key: [id]')
    const file = '  file: { needs: [keep], load: { from: rows, file: out/new.csv } }\n'
    using rig = rigOf(manifest + file)
    const out = join(rig.folder, 'out')
    rig.answer = () => ({ text: '{"id":1,"day":"2026-01-01"}\n{"id":2,"day":"2026-01-03"}' })
    rig.write('out', 'in the way')
    rig.now = Date.parse('2026-01-03T00:00:00Z')
    assert.equal((await rig.run()).result, 'failure')
    rmSync(out)
    rig.now = Date.parse('2026-01-04T00:00:00Z')
    assert.equal((await rig.run()).result, 'success')
    const lines = () => readFileSync(join(out, 'new.csv'), 'utf8').trim().split('\n').slice(1)
    assert.deepEqual(lines(), ['1,2026-01-01', '2,2026-01-03'])
    rig.answer = () => ({ text: '{"id":3,"day":"2026-01-04"}' })
    rig.now = Date.parse('2026-01-05T00:00:00Z')
    await rig.run()
    assert.deepEqual(lines(), ['3,2026-01-04'], 'it holds what is new')
    assert.deepEqual(read(rig, 'select id from kept order by id'), [{ id: 1 }, { id: 2 }, { id: 3 }])
  })
})

/** Of three rows that were read. */
function counts(went: { readonly loaded: number; readonly filtered: number }): object {
  return { read: 3, rejected: 0, deduplicated: 0, unchanged: 0, ...went }
}

function rigOf(manifest: string): IncrementalRig {
  return new IncrementalRig(manifest, inProcessSqlite({ before() {}, after() {} }))
}

function write({ folder }: IncrementalRig, sql: string): void {
  using database = new DatabaseSync(join(folder, 'wh.sqlite'))
  database.exec(sql)
}

function read({ folder }: IncrementalRig, sql: string): object[] {
  using database = new DatabaseSync(join(folder, 'wh.sqlite'))
  return database
    .prepare(sql)
    .all()
    .map((row) => ({ ...row }))
}
