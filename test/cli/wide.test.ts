import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { type Desk, makeDesk } from '../support/cli.ts'

/** A pipeline that infers, transforms and loads a CSV of so many columns; the SQL selects all of them, and `added`. */
function wide(columns: number, added = ''): Promise<Desk> {
  const indices = Array.from({ length: columns }, (_, index) => index)
  const rows = [
    indices.map((index) => `c${index}`),
    indices,
    indices.map((index) => (index % 3 === 0 ? '1.5' : `t${index}`)),
  ]
  return makeDesk({
    'wide.csv': `${rows.map((row) => row.join(',')).join('\n')}\n`,
    'pipelines/wide.yml': `name: Wide
connections: { warehouse: 'sqlite:warehouse.sqlite' }
steps:
  read: { extract: { csv: wide.csv } }
  same: { needs: [read], transform: { sql: 'select *${added} from read' } }
  publish: { load: { from: same, into: warehouse, table: wide, mode: replace } }
`,
  })
}

describe('many columns', () => {
  it('go through extract, inference, transform and load, 2,000 of them', async () => {
    await using desk = await wide(2_000)
    const { status, stderr, stdout } = await desk.millrace('run', 'wide')
    assert.equal(status, 0, stderr + stdout)
    using database = new DatabaseSync(join(desk.folder, 'warehouse.sqlite'), { readOnly: true })
    const rows = database.prepare('select * from wide').all()
    assert.equal(Object.keys(rows[0] ?? {}).length, 2_000)
    assert.equal(rows[1]?.['c1999'], 't1999')
  })

  it('are too many past that, in a source and in a query, and it is said why', async () => {
    for (const [desk, why] of [
      [await wide(2_001), /2001 columns; a dataset holds at most 2000/],
      [await wide(2_000, ', 1 as more'), /too many columns|at most 2,?000/],
    ] as const) {
      await using here = desk
      const { status, stdout, stderr } = await here.millrace('run', 'wide')
      assert.equal(status, 2, stdout + stderr)
      assert.match(stdout + stderr, why)
    }
  })
})
