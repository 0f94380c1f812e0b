import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { sqliteEngine } from '../../src/adapters/sqlite/sqlite-engine.ts'

describe('the SQLite process', () => {
  it('puts its temporary files where the environment says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-sqlite-'))
    const before = process.env['TMPDIR']
    process.env['TMPDIR'] = folder
    const made: (string | null)[] = []
    const watcher = watch(folder, (_, name) => made.push(name))
    try {
      await using session = await sqliteEngine.open({ path: ':memory:' }, new AbortController().signal)
      await session.query({
        sql: `create temp table t as with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)
          select i, hex(randomblob(40)) as x from n`,
      })
      await session.query({ sql: 'select x from t order by x limit 1' })
      await new Promise((resolve) => setTimeout(resolve, 100))
      assert.ok(made.length > 0, 'no temporary file was seen')
    } finally {
      watcher.close()
      if (before === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = before
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('a process prepared for SQLite', () => {
  it('is taken by the next session, and only by that one', async () => {
    using _ = sqliteEngine.prepare?.()
    const signal = new AbortController().signal
    await using first = await sqliteEngine.open({ path: ':memory:' }, signal)
    await using second = await sqliteEngine.open({ path: ':memory:' }, signal)
    await first.query({ sql: 'create table t (a)' })
    await second.query({ sql: 'create table t (a)' })
    assert.equal((await first.query({ sql: 'insert into t values (1), (2)' })).changes, 2)
    assert.deepEqual((await second.query({ sql: 'select * from t' })).rows, [])
  })

  it('does not keep the program from ending, and ends with it', () => {
    const program = `
      import { sqliteEngine } from ${JSON.stringify(import.meta.resolve('../../src/adapters/sqlite/sqlite-engine.ts'))}
      sqliteEngine.prepare()`
    const { status, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      timeout: 20_000,
    })
    assert.deepEqual({ status, signal }, { status: 0, signal: null })
  })

  it('ends when nobody takes it', async () => {
    sqliteEngine.prepare?.()[Symbol.dispose]()
    await using session = await sqliteEngine.open({ path: ':memory:' }, new AbortController().signal)
    assert.equal((await session.query({ sql: 'select 1 as one' })).rows[0]?.['one'], 1)
  })
})
