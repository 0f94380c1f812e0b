import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { ChangingSite } from './changing-site.ts'

const chain = `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  orders: { extract: { csv: SERVER/o.csv } }
  daily: { needs: [orders], transform: { sql: "select n, sum(id) as total from orders group by n" } }
  publish:
    load: { from: daily, into: wh, table: daily, mode: replace }
`

const both = [
  ['in one process', false],
  ['job by job', true],
] as const

for (const [how, byJob] of both)
  describe(`a source that has not changed, ${how}`, () => {
    it('is asked about and not fetched, and nothing that needs it is run', async () => {
      await using site = new ChangingSite()
      site.serve('/o.csv', 'id,n\n1,a\n2,b\n')
      const first = await site.run(chain, { byJob })
      assert.deepEqual(first.words, { orders: 'ran', daily: 'ran', publish: 'ran' })
      const second = await site.run(chain, { byJob })
      assert.deepEqual(site.asked, ['/o.csv 304'])
      assert.deepEqual(second.words, { orders: 'same r1', daily: 'unchanged r1', publish: 'unchanged r1' })
      assert.equal(second.report.result, 'success')
      const third = await site.run(chain, { byJob })
      assert.deepEqual(third.words, second.words)
      assert.equal(site.table('daily'), 'a,1 b,2')
    })

    it('and has, later: all is run again', async () => {
      await using site = new ChangingSite()
      site.serve('/o.csv', 'id,n\n1,a\n')
      await site.run(chain, { byJob })
      await site.run(chain, { byJob })
      site.serve('/o.csv', 'id,n\n5,c\n')
      const third = await site.run(chain, { byJob })
      assert.deepEqual(third.words, { orders: 'ran', daily: 'ran', publish: 'ran' })
      assert.deepEqual(site.asked, ['/o.csv 200'])
      assert.equal(site.table('daily'), 'c,5')
      assert.equal((await site.run(chain, { byJob })).words['publish'], 'unchanged r3')
    })

    it('gives its rows out of the cache to a step with something new', async () => {
      await using site = new ChangingSite()
      const two = `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  orders: { extract: { csv: SERVER/o.csv } }
  names: { extract: { csv: SERVER/n.csv } }
  joined: { needs: [orders, names], transform: { sql: "select id, name from orders join names using (n)" } }
  publish: { load: { from: joined, into: wh, table: joined, mode: replace } }
`
      site.serve('/o.csv', 'id,n\n1,a\n2,b\n')
      site.serve('/n.csv', 'n,name\na,Ada\n')
      await site.run(two, { byJob })
      site.serve('/n.csv', 'n,name\na,Ann\nb,Bob\n')
      const second = await site.run(two, { byJob })
      assert.deepEqual(second.words, { orders: 'same r1 2', names: 'ran', joined: 'ran', publish: 'ran' })
      assert.deepEqual(site.asked.toSorted(), ['/n.csv 200', '/o.csv 304'])
      assert.equal(site.table('joined'), '1,Ann 2,Bob')
    })
  })

describe('what a server says of a source', () => {
  it('is not needed: bytes that are the same are unchanged too', async () => {
    await using site = new ChangingSite()
    site.serve('/o.csv', 'id,n\n1,a\n', { etag: false })
    await site.run(chain)
    const second = await site.run(chain)
    assert.deepEqual(site.asked, ['/o.csv 200'])
    assert.deepEqual(second.words, { orders: 'same r1', daily: 'unchanged r1', publish: 'unchanged r1' })
  })

  it('and the cache is gone: it is fetched in full where its rows are needed, and is unchanged all the same', async () => {
    await using site = new ChangingSite()
    const two = `${chain}  look: { needs: [orders], run: { script: "true", input: csv } }
`
    site.serve('/o.csv', 'id,n\n1,a\n')
    await site.run(two)
    site.forgetCache()
    const second = await site.run(two)
    assert.deepEqual(site.asked, ['/o.csv 200'])
    assert.equal(second.words['orders'], 'same r1 1')
    assert.equal(second.words['publish'], 'unchanged r1')
  })
})

describe('what is not run because nothing has changed', () => {
  it('is run when its definition has changed', async () => {
    await using site = new ChangingSite()
    site.serve('/o.csv', 'id,n\n1,a\n2,b\n')
    await site.run(chain)
    const told = await site.run(chain.replace('sum(id)', 'count(*)'))
    assert.deepEqual(told.words, { orders: 'same r1 2', daily: 'ran', publish: 'ran' })
    assert.equal(site.table('daily'), 'a,1 b,1')
  })

  it('is run when its target is not as it left it', async () => {
    await using site = new ChangingSite()
    site.serve('/o.csv', 'id,n\n1,a\n')
    await site.run(chain)
    const other = `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  own: { extract: { csv: SERVER/p.csv } }
  publish: { load: { from: own, into: wh, table: daily, mode: replace } }
`
    site.serve('/p.csv', 'n,total\nz,9\n')
    const { entries } = site
    await site.run(other)
    site.entries = entries.slice(-1)
    const told = await site.run(chain)
    assert.deepEqual(told.words, { orders: 'same r1 1', daily: 'same r1 1', publish: 'ran' })
    assert.equal(site.table('daily'), 'a,1')
  })

  it('appends its rows once, whoever else appends to the table, and again when they are gone', async () => {
    const two = `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  orders: { extract: { csv: SERVER/o.csv } }
  others: { extract: { csv: SERVER/p.csv } }
  add: { load: { from: orders, into: wh, table: daily, mode: append } }
  more: { load: { from: others, into: wh, table: daily, mode: append } }
`
    await using site = new ChangingSite()
    site.serve('/o.csv', 'n,total\na,1\n')
    site.serve('/p.csv', 'n,total\nb,2\n')
    await site.run(two)
    for (const [add, more] of [
      ['unchanged r1', 'unchanged r1'],
      ['ran', 'ran'],
    ]) {
      if (add === 'ran') dropTable(site, 'daily')
      const { words } = await site.run(two)
      assert.deepEqual([words['add'], words['more']], [add, more])
      assert.equal(site.table('daily'), 'a,1 b,2')
    }
  })

  it('appends its rows once, also where a check of theirs looks at the clock', async () => {
    const judged = (mode: string) => `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  orders: { extract: { csv: SERVER/o.csv } }
  publish:
    load: { from: orders, into: wh, table: daily, mode: ${mode} }
    checks: [{ sql: "select * from orders where total > unixepoch()" }]
`
    await using site = new ChangingSite()
    site.serve('/o.csv', 'n,total\na,1\n')
    for (const [mode, second] of [
      ['append', 'unchanged r1'],
      ['replace', 'ran'],
    ] as const) {
      await site.run(judged(mode))
      assert.equal((await site.run(judged(mode))).words['publish'], second)
      assert.equal(site.table('daily'), 'a,1')
    }
  })

  it('is run after it failed', async () => {
    await using site = new ChangingSite()
    const strict = chain.replace('mode: replace }', 'mode: replace }\n    checks: [{ not-null: [total] }]')
    site.serve('/o.csv', 'id,n\n1,a\n')
    await site.run(strict)
    site.serve('/o.csv', 'id,n\n,a\n')
    assert.match((await site.run(strict)).words['publish'] ?? '', /^failure/)
    site.serve('/o.csv', 'id,n\n1,a\n')
    const told = await site.run(strict)
    assert.equal(told.words['orders'], 'ran')
    assert.equal(told.words['publish'], 'ran')
  })
})

describe('what is run although nothing has changed', () => {
  const page = 'id,n\n1,a\n'

  it('all, where the author or the command line says so', async () => {
    await using site = new ChangingSite()
    site.serve('/o.csv', page)
    const always = chain.replace('SERVER/o.csv }', 'SERVER/o.csv, unchanged: run }')
    await site.run(always)
    assert.deepEqual((await site.run(always)).words, { orders: 'ran', daily: 'ran', publish: 'ran' })
    await site.run(chain)
    assert.equal((await site.run(chain, { fresh: true })).words['publish'], 'ran')
  })

  it('what was asked for by name', async () => {
    await using site = new ChangingSite()
    site.serve('/o.csv', page)
    await site.run(chain)
    const { words } = await site.run(chain, { select: ['orders', 'daily'] })
    assert.deepEqual(words, { orders: 'ran', daily: 'ran', publish: 'skipped: not selected' })
  })

  it('a script, what asks for more than that all went well, and SQL that looks at the clock', async () => {
    await using site = new ChangingSite()
    site.serve('/o.csv', page)
    const told = `
steps:
  orders: { extract: { csv: SERVER/o.csv } }
  script: { needs: [orders], run: "true" }
  cleanup: { needs: [orders], if: "\${{ always() }}", run: "true" }
  recent: { needs: [orders], transform: { sql: "select id, current_date as day from orders" } }
  same: { needs: [orders], transform: { sql: "select id from orders" } }
`
    await site.run(told)
    assert.deepEqual((await site.run(told)).words, {
      orders: 'same r1 1',
      script: 'ran',
      cleanup: 'ran',
      recent: 'ran',
      same: 'unchanged r1',
    })
  })

  it('a step that reads the date of the run, on another day, and one with other inputs', async () => {
    await using site = new ChangingSite()
    site.serve('/o.csv', page)
    const told = `
inputs: { least: { type: number, default: 0 } }
steps:
  orders: { extract: { csv: SERVER/o.csv } }
  big: { needs: [orders], transform: { sql: "select * from orders where id > \${{ inputs.least }}" } }
`
    await site.run(told)
    assert.equal((await site.run(told)).words['big'], 'unchanged r1')
    assert.equal((await site.run(told, { inputs: { least: 5 } })).words['big'], 'ran')
    assert.equal((await site.run(told)).words['big'], 'unchanged r1')
  })

  it('what waits for a step that is new', async () => {
    await using site = new ChangingSite()
    site.serve('/o.csv', page)
    const told = `${chain}  early: { run: "true" }\n`.replace('needs: [orders]', 'needs: [orders, early]')
    await site.run(told)
    assert.deepEqual((await site.run(told)).words, {
      orders: 'same r1 1',
      daily: 'ran',
      publish: 'ran',
      early: 'ran',
    })
  })
})

describe('checks of what is unchanged', () => {
  it('that refer to its rows get them', async () => {
    await using site = new ChangingSite()
    site.serve('/o.csv', 'id,n\n1,a\n')
    site.serve('/n.csv', 'n\na\n')
    const told = `
steps:
  names: { extract: { csv: SERVER/n.csv } }
  orders: { needs: [names], extract: { csv: SERVER/o.csv }, checks: [{ references: { columns: [n], to: names } }] }
`
    await site.run(told)
    site.serve('/o.csv', 'id,n\n2,a\n')
    assert.deepEqual((await site.run(told)).words, { names: 'same r1 1', orders: 'ran' })
  })
})

describe('what is kept of a source', () => {
  it('holds neither its address nor a secret in it', async () => {
    await using site = new ChangingSite()
    site.serve('/o.csv?key=s3cr3t-key', 'id,n\n1,a\n')
    const asked = chain.replace('SERVER/o.csv', '"SERVER/o.csv?key=${{ secrets.KEY }}"')
    const secrets = { KEY: 's3cr3t-key' }
    await site.run(asked, { secrets })
    const { words } = await site.run(asked, { secrets })
    assert.equal(words['publish'], 'unchanged r1')
    const kept = JSON.stringify(site.entries)
    assert.match(kept, /"sha256"/)
    assert.doesNotMatch(kept, /s3cr3t|127\.0\.0\.1|o\.csv/)
  })

  it('is the target of a load into a file: one that is gone, or other, is written again', async () => {
    await using site = new ChangingSite()
    site.serve('/o.csv', 'id,n\n1,a\n')
    const told =
      'steps:\n  orders: { extract: { csv: SERVER/o.csv } }\n  write: { load: { from: orders, file: out.csv } }\n'
    await site.run(told)
    assert.deepEqual((await site.run(told)).words, { orders: 'same r1', write: 'unchanged r1' })
    site.write('out.csv', 'changed by hand\n')
    assert.deepEqual((await site.run(told)).words, { orders: 'same r1 1', write: 'ran' })
    assert.equal(site.read('out.csv'), 'id,n\n1,a\n')
  })
})

function dropTable({ rig }: ChangingSite, name: string): void {
  using database = new DatabaseSync(join(rig.folder, 'wh.sqlite'))
  database.exec(`drop table ${name}`)
}
