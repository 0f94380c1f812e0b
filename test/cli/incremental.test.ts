import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { makeDesk, type Desk } from '../support/cli.ts'

const toTable = `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  orders:
    extract:
      csv: orders.csv
      columns: { id: integer not null, at: timestamp not null }
      incremental: { cursor: at, start: 2026-01-01 }
  keep: { load: { from: orders, into: wh, table: orders, mode: append } }
`

const toFile = `
steps:
  orders:
    extract:
      csv: orders.csv
      columns: { id: integer not null, at: timestamp not null }
      incremental: { cursor: id, start: 0 }
  keep: { load: { from: orders, file: "new.csv" } }
`

describe('an incremental extract', { concurrency: true }, () => {
  it('appends each row once, and fills a table that was dropped from the start', async () => {
    await using desk = await makeDesk({
      'pipelines/p.yml': toTable,
      'orders.csv': csv('1,2026-01-01T10:00:00Z'),
    })
    await good(desk, 'run', 'p')
    await desk.write('orders.csv', csv('1,2026-01-01T10:00:00Z', `2,${new Date().toISOString()}`))
    await good(desk, 'run', 'p')
    assert.match((await good(desk, 'run', 'p')).stderr, /keep +0 rows.*nothing new/)
    assert.deepEqual(ids(desk), [1, 2])
    sql(desk, 'drop table orders')
    await good(desk, 'run', 'p')
    assert.deepEqual(ids(desk), [1, 2])
  })

  it('whose rows reach no table has its cursor in the ledger, moved by a run that succeeds', async () => {
    const files = {
      'pipelines/p.yml': toFile.replace('cursor: id', 'cursor: id'),
      'orders.csv': csv('1,2026-01-01T10:00:00Z', '7,2026-01-01T10:00:00Z'),
    }
    await using desk = await makeDesk(files)
    await good(desk, 'run', 'p')
    assert.match(text(desk, 'new.csv'), /^1,.*\n7,/m)
    await desk.write(
      'orders.csv',
      csv(
        '1,2026-01-01T10:00:00Z',
        '7,2026-01-01T10:00:00Z',
        '9,2026-02-01T10:00:00Z',
        'x,2026-02-01T10:00:00Z',
      ),
    )
    assert.equal((await desk.millrace('run', 'p')).status, 2)
    await desk.write('orders.csv', csv('7,2026-01-01T10:00:00Z', '9,2026-02-01T10:00:00Z'))
    await good(desk, 'run', 'p')
    assert.doesNotMatch(text(desk, 'new.csv'), /^7,/m)
    assert.match(text(desk, 'new.csv'), /^9,/m)
    await good(desk, 'run', 'p')
    assert.match(text(desk, 'new.csv'), /^9,/m, 'a window without rows leaves the file as it is')
  })
})

describe('millrace backfill', { concurrency: true }, () => {
  it('runs the windows that are not done, and those that failed again', async () => {
    const bad = csv('1,2026-01-01T10:00:00Z', '2,2026-01-02T10:00:00Z', 'x,2026-01-03T10:00:00Z')
    await using desk = await makeDesk({
      'pipelines/p.yml': perDay,
      'days/2026-01-01.csv': csv('1,2026-01-01T10:00:00Z'),
      'days/2026-01-02.csv': bad,
    })
    const range = ['--from', '2026-01-01', '--to', '2026-01-03', '--format', 'json']
    const first = await desk.millrace('backfill', 'p', ...range)
    assert.equal(first.status, 2, first.stderr)
    assert.deepEqual(results(first.stdout), ['success', 'failure'])
    await desk.write('days/2026-01-02.csv', csv('2,2026-01-02T10:00:00Z'))
    const second = await desk.millrace('backfill', 'p', ...range)
    assert.deepEqual([second.status, results(second.stdout)], [0, ['done', 'success']])
    assert.deepEqual(ids(desk), [1, 2])
    await desk.write('pipelines/p.yml', perDay.replace('mode: merge', 'allow-empty: true, mode: merge'))
    assert.deepEqual(results((await desk.millrace('backfill', 'p', ...range, '--dry-run')).stdout), [
      'open',
      'open',
    ])
  })

  it('carries the cursor along from the start, and over no gap; what was loaded is loaded again by force', async () => {
    const rows = csv('1,2026-01-01T10:00:00Z', '2,2026-01-02T10:00:00Z', '4,2026-01-04T10:00:00Z')
    const manifest = toTable.replace('mode: append', 'mode: merge, key: [id]')
    await using desk = await makeDesk({ 'pipelines/p.yml': manifest, 'orders.csv': rows })
    const range = ['backfill', 'p', '--from', '2026-01-01', '--to', '2026-01-03', '--window', '1d']
    await good(desk, ...range)
    assert.equal(cursor(desk), '2026-01-03T00:00:00.000Z')
    await good(desk, 'run', 'p', '--window', '2026-01-04..2026-01-05')
    assert.equal(cursor(desk), '2026-01-03T00:00:00.000Z')
    sql(desk, 'delete from orders where id = 4')
    await good(desk, 'run', 'p', '--window', '2026-01-04..2026-01-05', '--force')
    assert.deepEqual(ids(desk), [1, 2, 4])
    assert.match((await good(desk, ...range)).stderr, /nothing was run: --force runs and loads them again/)
    sql(desk, 'drop table orders')
    await good(desk, ...range, '--force')
    assert.deepEqual([ids(desk), cursor(desk)], [[1, 2], '2026-01-03T00:00:00.000Z'])
  })

  it('appends no window but the one that comes next', async () => {
    const rows = csv('1,2026-01-01T10:00:00Z', '2,2026-01-02T10:00:00Z', '4,2026-01-04T10:00:00Z')
    await using desk = await makeDesk({ 'pipelines/p.yml': toTable, 'orders.csv': rows })
    await good(desk, 'backfill', 'p', '--from', '2026-01-01', '--to', '2026-01-03')
    const harms = {
      '2026-01-04..2026-01-05': 'leave those between them out',
      '2026-01-01..2026-01-03': 'double some',
    }
    for (const [window, harm] of Object.entries(harms)) {
      const refused = await desk.millrace('run', 'p', '--window', window)
      assert.equal(refused.status, 2, window)
      const told = refused.stdout + refused.stderr
      assert.match(told, /has the rows of "orders" up to 2026-01-03T00:00:00.000Z/)
      assert.match(told, new RegExp(harm))
    }
    await good(desk, 'run', 'p')
    assert.deepEqual(ids(desk), [1, 2, 4])
  })

  it('refuses a range that is none, and windows of what is read by numbers', async () => {
    await using desk = await makeDesk({
      'pipelines/p.yml': toTable,
      'pipelines/n.yml': toFile,
      'orders.csv': csv(),
    })
    const status = async (...args: string[]) => (await desk.millrace('backfill', ...args)).status
    assert.equal(await status('p', '--from', '2026-01-02', '--to', '2026-01-01'), 64)
    assert.equal(await status('p', '--from', '2026-02-30', '--to', '2026-03-01'), 64)
    assert.equal(await status('p', '--from', '2026-01-01', '--to', '2026-01-02', '--window', 'x'), 64)
    assert.equal(await status('n', '--from', '2026-01-01', '--to', '2026-01-02'), 64)
    const future = await desk.millrace(
      'backfill',
      'p',
      '--from',
      '2999-01-01',
      '--to',
      '2999-01-02',
      '--format',
      'json',
    )
    assert.deepEqual([future.status, results(future.stdout)], [0, ['early']])
  })
})

const perDay = `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  orders:
    extract:
      csv: "days/\${{ run.date }}.csv"
      columns: { id: integer not null, at: timestamp not null }
  keep: { load: { from: orders, into: wh, table: orders, mode: merge, key: [id] } }
`

async function good(desk: Desk, ...args: string[]) {
  const ended = await desk.millrace(...args)
  assert.equal(ended.status, 0, ended.stderr + ended.stdout)
  return ended
}

function csv(...lines: string[]): string {
  return ['id,at', ...lines, ''].join('\n')
}

function text({ folder }: Desk, path: string): string {
  return readFileSync(join(folder, path), 'utf8')
}

function results(stdout: string): unknown[] {
  const { windows }: { windows: { result: unknown }[] } = JSON.parse(stdout)
  return windows.map(({ result }) => result)
}

function ids(desk: Desk): unknown[] {
  return sql(desk, 'select id from orders order by id').map((row) => row['id'])
}

function cursor(desk: Desk): unknown {
  return sql(desk, 'select value from _millrace_cursors')[0]?.['value']
}

function sql({ folder }: Desk, statement: string): Record<string, unknown>[] {
  using database = new DatabaseSync(join(folder, 'wh.sqlite'))
  return database.prepare(statement).all()
}
