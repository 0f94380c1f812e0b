// CSV → PostgreSQL and back, as whole processes, against psql's `\copy` on the same server: into a new table (typed, in one
// transaction), and `extract: sql` → CSV. Needs `psql`. `node bench/postgres.ts [rows] [rounds]`
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { copyType } from '../src/dataset/encode/encode-copy.ts'
import { query, startPostgres } from '../test/support/postgres.ts'
import { command, interleaved, printRatios } from './measure.ts'
import { rowsColumns } from './rows-data.ts'
import { manifest, RowsWorkspace } from './rows-workspace.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const rounds = Number(process.argv[3] ?? 5)
using workspace = new RowsWorkspace(rows)
await using server = await startPostgres({ durable: true })
const url = await server.database()
const out = join(workspace.folder, 'out.csv')

const columns = rowsColumns.map((column) => {
  const type = column.type === 'decimal' ? `numeric(${column.precision}, ${column.scale})` : copyType(column)
  return `${column.name} ${type}`
})

function psql(copy: string): Promise<void> {
  return command('psql', ['-q', '-v', 'ON_ERROR_STOP=1', url, '-c', copy])
}

workspace.add('load', manifest({ into: url }))
workspace.add(
  'unload',
  `name: Unload
connections: { warehouse: '${url}' }
steps:
  orders: { extract: { sql: 'select * from theirs', in: warehouse } }
  file: { load: { from: orders, file: out.csv } }
`,
)

/** Old rows go away off the clock, and what the server has still to write is written. */
async function prepare(): Promise<void> {
  workspace.clean({ keepTable: false })
  rmSync(out, { force: true })
  await query(url, 'drop table if exists orders')
  await query(url, 'truncate theirs')
  await query(url, 'checkpoint')
}

await query(url, `create table theirs (${columns.join(', ')})`)
const fill = `\\copy theirs from '${workspace.csv}' (format csv, header)`
printRatios(
  `CSV → PostgreSQL table, ${rows} rows x ${rowsColumns.length}, whole process`,
  await interleaved(
    { 'psql \\copy': () => psql(fill), 'millrace run, into a new table': () => workspace.run('load') },
    rounds,
    prepare,
  ),
  { 'millrace run, into a new table': 1 },
)

await prepare()
await psql(fill)
printRatios(
  `PostgreSQL → dataset → CSV, ${rows} rows x ${rowsColumns.length}, whole process`,
  await interleaved(
    {
      'psql \\copy to': () => psql(`\\copy (select * from theirs) to '${out}' (format csv, header)`),
      'millrace run, extract: sql, load: file': () => workspace.run('unload'),
    },
    rounds,
    () => {
      workspace.clean({ keepTable: false })
      rmSync(out, { force: true })
    },
  ),
  { 'millrace run, extract: sql, load: file': 1.2 },
)
