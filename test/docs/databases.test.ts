import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/databases.md'), 'utf8')
const [, path = '', example = ''] = /^```yaml file=(\S+)\n([\s\S]*?)^```$/m.exec(page) ?? []

it('the example of docs/databases.md reads a database and fills a table inside it', async () => {
  await using desk = await makeDesk({ [path]: example })
  const file = join(desk.folder, 'shop.sqlite')
  {
    using database = new DatabaseSync(file)
    database.exec(`create table orders (id integer, city text, amount decimal(12,2), placed_on date);
      insert into orders values (1, 'Bonn', 1.5, '2026-02-01'), (2, 'Bonn', 2, '2026-02-02'), (3, 'Köln', 9, '2025-12-31')`)
  }
  const { status, stdout, stderr } = await desk.millrace('run', path)
  assert.equal(status, 0, stdout + stderr)
  assert.equal(
    readFileSync(join(desk.folder, 'orders.csv'), 'utf8'),
    'id,city,amount,placed_on\n1,Bonn,1.50,2026-02-01\n2,Bonn,2.00,2026-02-02\n',
  )
  using database = new DatabaseSync(file, { readOnly: true })
  assert.deepEqual({ ...database.prepare('select * from totals').get() }, { city: 'Bonn', total: 3.5 })
})

it('a mistake in a query of a database is shown at its line and column of the manifest', async () => {
  await using desk = await makeDesk({ [path]: example.replace('select city, sum', 'select cty, sum') })
  using database = new DatabaseSync(join(desk.folder, 'shop.sqlite'))
  database.exec('create table orders (id integer, city text, amount decimal(12,2), placed_on date)')
  database.exec("insert into orders values (1, 'Bonn', 1.5, '2026-02-01')")
  const { status, stderr, stdout } = await desk.millrace('run', path)
  assert.equal(status, 2)
  const line = example.split('\n').findIndex((text) => text.includes('select city, sum')) + 1
  assert.match(
    stdout + stderr,
    new RegExp(`no such column: cty \\(${path.replaceAll('.', '\\.')}:${line}:16\\)`),
  )
})
