import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ChangingSite } from './changing-site.ts'

const pipeline = (load: string) => `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  src:
    extract: { csv: SERVER/s.csv, columns: { id: integer, v: text, n: integer }, rejects: { max: 50% } }
    checks: [{ accepted-values: { v: [a, b] }, severity: quarantine }]
  named: { needs: [src], transform: { sql: "select id, v from src" } }
  keep: { load: { from: named, into: wh, table: kept, key: id, ${load} } }
`
const whole = 'id,v,n\n1,a,1\n2,b,2\n'

describe('rows that were put aside', () => {
  for (const [load, aside, byJob] of [
    ['mode: merge, missing: delete', '2,b,x', false],
    ['mode: scd2, missing: delete', '2,c,2', true],
  ] as const)
    it(`are not taken for missing ones: ${load}`, async () => {
      await using site = new ChangingSite()
      site.serve('/s.csv', whole)
      assert.equal((await site.run(pipeline(load), { byJob })).words['keep'], 'ran')
      const before = site.table('kept')
      site.serve('/s.csv', whole.replace('2,b,2', aside))
      for (const from of ['the server', 'the cache']) {
        const told = await site.run(pipeline(load), { byJob })
        const word = told.words['keep'] ?? ''
        assert.match(word, /some of "src" were rejected.*`missing: delete` would take them/, from)
        assert.equal(site.table('kept'), before)
      }
    })

  it('nor are those of a leg that failed', async () => {
    await using site = new ChangingSite()
    site.serve('/a.csv', 'id\n1\n')
    site.serve('/b.csv', 'id\n2\n')
    const legs = `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  src:
    strategy: { matrix: { page: [a, b] }, max-failures: 1 }
    extract: { csv: "SERVER/\${{ matrix.page }}.csv" }
  keep: { load: { from: src, into: wh, table: kept, mode: merge, key: id, missing: delete } }
`
    assert.equal((await site.run(legs)).words['keep'], 'ran')
    site.gone('/b.csv')
    assert.match((await site.run(legs)).words['keep'] ?? '', /of legs that failed/)
    assert.equal(site.table('kept').split(' ').length, 2)
  })
})

describe('a column that a source does not have any more', () => {
  const merged = `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  src: { extract: { csv: SERVER/s.csv } }
  keep: { load: { from: src, into: wh, table: kept, mode: merge, key: id } }
`
  for (const ledger of ['with', 'without'])
    it(`is left as it is by a merge, which says so, ${ledger} a ledger`, async () => {
      await using site = new ChangingSite()
      site.serve('/s.csv', 'id,zip,fax\n1,a,f1\n2,b,f2\n')
      await site.run(merged)
      if (ledger === 'without') site.entries = []
      site.serve('/s.csv', 'id,zip\n1,a\n2,c\n3,d\n')
      const { report } = await site.run(merged)
      assert.equal(
        report.steps.find(({ id }) => id === 'keep')?.note,
        'kept: 1 row inserted, 1 changed, 1 unchanged; column "fax" not in the source: left as it is, null in new rows',
      )
      assert.equal(site.table('kept'), '1,a,f1 2,c,f2 3,d,')
    })

  it('cannot be the key', async () => {
    await using site = new ChangingSite()
    site.serve('/s.csv', 'id,zip\n1,a\n')
    await site.run(merged)
    site.entries = []
    site.serve('/s.csv', 'zip\na\n')
    assert.match((await site.run(merged)).words['keep'] ?? '', /lacks "id"|no column "id"/)
  })
})
