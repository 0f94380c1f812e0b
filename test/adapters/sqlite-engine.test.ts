import assert from 'node:assert/strict'
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
