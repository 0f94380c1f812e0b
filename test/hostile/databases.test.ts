import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { query, startPostgres, type TestPostgres } from '../support/postgres.ts'
import { makeSite, rowsOf, told } from './rig.ts'

const many = `id,v\n${Array.from({ length: 200_000 }, (_, n) => `${n},value ${n} ${'x'.repeat(40)}`).join('\n')}\n`

const manifest = (url: string, load = 'mode: replace', more = '') => `
name: Load
connections: { db: "${url}" }
steps:
  read: { extract: { csv: in.csv, columns: { id: integer, v: text } } }
  load: { load: { from: read, into: db, table: t, ${load} }${more} }
`

describe('a PostgreSQL that will not', { concurrency: 2 }, () => {
  let postgres: TestPostgres
  before(async () => {
    postgres = await startPostgres()
  })
  after(() => postgres[Symbol.asyncDispose]())

  async function oldTable(columns = 'id bigint, v text'): Promise<string> {
    const url = await postgres.database()
    await query(url, `create table t (${columns}); insert into t (id) values (-1)`)
    return url
  }
  const held = async (url: string) =>
    (await query(url, 'select id::int as id from t')).map((row) => row['id'])

  const unreachable: Record<string, (url: string) => [string, RegExp]> = {
    'has no server there': () => [
      'postgres://me:s3cretpass@127.0.0.1:1/x',
      /127\.0\.0\.1:1\/x: .*ECONNREFUSED/,
    ],
    'refuses the password': (url) => [
      url.replace(postgres.password, 's3cretpass'),
      /password authentication failed/,
    ],
    'has no such database': (url) => [url.replace(/[^/]+$/, 'nowhere'), /database "nowhere" does not exist/],
    'has no such host': () => ['postgres://me:s3cretpass@no-such-host.invalid/x', /ENOTFOUND|EAI_AGAIN/],
  }
  for (const [says, make] of Object.entries(unreachable)) {
    it(`${says} fails the load, says where without the password`, async () => {
      await using site = await makeSite({ 'in.csv': 'id,v\n1,a\n' })
      const [url, expected] = make(await postgres.database())
      const run = await site.run(manifest(url))
      assert.equal(run.status, 2, run.stderr)
      assert.equal(run.step('load').failure?.code, 'database/connection')
      assert.match(run.step('load').failure?.message ?? '', expected)
      for (const secret of ['s3cretpass', postgres.password]) assert(!run.stdout.includes(secret))
    })
  }

  const differing: Record<string, [columns: string, csv: string, message: RegExp]> = {
    'lacks a column': ['id bigint', 'id,v\n1,a\n', /"v"/],
    'has a column of another type': ['id bigint, v date', 'id,v\n1,not a date\n', /date/],
    'takes no nulls': ['id bigint, v text not null default 1', 'id,v\n1,a\n2,\n', /null value in column "v"/],
    'takes no such number': ['id smallint, v text', 'id,v\n1,a\n99999,b\n', /99999|smallint|out of range/],
  }
  for (const [says, [columns, csv, message]] of Object.entries(differing)) {
    it(`has a table that ${says} keeps the old rows`, async () => {
      const url = await oldTable(columns)
      await using site = await makeSite({ 'in.csv': csv })
      const run = await site.run(manifest(url))
      assert.equal(run.status, 2, run.stdout)
      assert.match(run.step('load').failure?.message ?? '', message)
      assert.notEqual(run.step('load').failure?.code, 'step/unexpected')
      assert.deepEqual(await held(url), [-1])
    })
  }

  for (const [says, csv, message] of [
    ['repeat', 'id,v\n1,a\n1,b\n2,c\n', /more than once/],
    ['are null', 'id,v\n1,a\n,b\n', /null/i],
  ] as const) {
    for (const where of ['postgres', 'sqlite']) {
      it(`merges no rows whose keys ${says}, into ${where}`, async () => {
        await using site = await makeSite({ 'in.csv': csv })
        const url = where === 'postgres' ? await oldTable() : 'sqlite:target.sqlite'
        if (where === 'sqlite') {
          rowsOf(site.path('target.sqlite'), 'create table t (id integer, v text)')
          rowsOf(site.path('target.sqlite'), 'insert into t values (-1, null)')
        }
        const run = await site.run(manifest(url, 'mode: merge, key: [id]'))
        assert.equal(run.status, 2, run.stdout)
        assert.match(run.step('load').failure?.message ?? '', message)
        const ids =
          where === 'postgres'
            ? await held(url)
            : rowsOf(site.path('target.sqlite'), 'select id from t').map(({ id }) => id)
        assert.deepEqual(ids, [-1])
      })
    }
  }

  it('ends our connection in mid-load is tried again by itself, and holds every row once', async () => {
    const url = await oldTable()
    await using site = await makeSite({ 'in.csv': many, 'p.yml': manifest(url) })
    const { ended } = site.start('run', 'p.yml', '--format', 'jsonl')
    await untilBusy(url)
    await query(url, `select pg_terminate_backend(pid) from pg_stat_activity where ${ours}`)
    const run = told(await ended)
    assert.equal(run.status, 0, run.stdout.slice(-500))
    const [retry, ...more] = run.events.filter((event) => event.type === 'step-retrying')
    assert.deepEqual(
      [retry?.failure.code, retry?.failure.facts?.infrastructure, retry?.infrastructure, more],
      ['database/connection', true, true, []],
    )
    assert.equal(run.step('load').attempts, 2)
    assert.deepEqual(await query(url, 'select count(*)::int as n from t'), [{ n: 200_000 }])
  })

  it('loses us to kill -9 in mid-load keeps the old rows, and the next run loads all', async () => {
    const url = await oldTable()
    await using site = await makeSite({ 'in.csv': many, 'p.yml': manifest(url) })
    const { child, ended } = site.start('run', 'p.yml', '--format', 'jsonl')
    await untilBusy(url)
    child.kill('SIGKILL')
    await ended
    assert.deepEqual(await held(url), [-1])
    assert.equal((await site.cli('run', 'p.yml')).status, 0)
    assert.deepEqual(await query(url, 'select count(*)::int as n from t'), [{ n: 200_000 }])
  })
})

const ours = `pid <> pg_backend_pid() and datname = current_database() and xact_start is not null`

async function untilBusy(url: string): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const [row] = await query(
      url,
      `select count(*)::int as n from pg_stat_activity where ${ours} and query ilike 'copy%'`,
    )
    if (row?.['n'] !== 0) return
    await setTimeout(5)
  }
  assert.fail('the load never began')
}

/** Until the extract and the load have begun, as the run's events tell. */
function untilBothStarted({ stdout }: ChildProcess): Promise<void> {
  let seen = ''
  return new Promise((resolve) => {
    stdout?.on('data', (text: Buffer) => {
      seen += text.toString()
      if (seen.split('"step-started"').length > 2) resolve()
    })
  })
}

describe('a SQLite file that is in use', () => {
  const old = 'create table t (id integer, v text) strict'

  it('is waited for, then loaded whole', async () => {
    await using site = await makeSite({ 'in.csv': 'id,v\n1,a\n', 'p.yml': manifest('sqlite:target.sqlite') })
    using holder = new DatabaseSync(site.path('target.sqlite'))
    holder.exec(`${old}; begin exclusive`)
    const { ended } = site.start('run', 'p.yml', '--format', 'jsonl')
    await setTimeout(1200)
    holder.exec('commit')
    assert.equal((await ended).status, 0)
    assert.deepEqual(rowsOf(site.path('target.sqlite'), 'select id from t'), [{ id: 1 }])
  })

  for (const how of ['SIGTERM', 'time-out'] as const) {
    it(`does not hold up a ${how}`, async () => {
      const more = how === 'time-out' ? ', timeout-minutes: 0.02' : ''
      const text = manifest('sqlite:target.sqlite', 'mode: replace', more)
      await using site = await makeSite({ 'in.csv': 'id,v\n1,a\n', 'p.yml': text })
      using holder = new DatabaseSync(site.path('target.sqlite'))
      holder.exec(`${old}; insert into t values (-1, 'old'); begin exclusive`)
      const { child, ended } = site.start('run', 'p.yml', '--format', 'jsonl')
      await Promise.race([untilBothStarted(child), ended])
      await setTimeout(300)
      if (how === 'SIGTERM') child.kill('SIGTERM')
      const run = told(await ended)
      assert.equal(run.status, 2, run.stdout + run.stderr)
      assert(run.ms < 40_000, `${run.ms} ms`)
      assert.equal(run.last?.result, how === 'SIGTERM' ? 'cancelled' : 'failure')
      holder.exec('commit')
      assert.deepEqual(rowsOf(site.path('target.sqlite'), 'select id from t'), [{ id: -1 }])
    })
  }

  it('or none at all is left as it is', async () => {
    await using site = await makeSite({
      'in.csv': 'id,v\n1,a\n',
      'target.sqlite': 'this is no database, but it is mine\n'.repeat(50),
    })
    const run = await site.run(manifest('sqlite:target.sqlite'))
    assert.equal(run.status, 2)
    assert.match(run.step('load').failure?.message ?? '', /not a database/)
  })
})
