import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { query as askMariadb, startMariadb } from '../test/support/mariadb.ts'
import { query as askPostgres, startPostgres } from '../test/support/postgres.ts'
import { tell } from './peak-memory.ts'
import { RowsWorkspace } from './rows-workspace.ts'

const large = 5000
const small = 1_000_000
/** Texts of 160 KB, and rows of some 60 bytes. */
const docs = (digits: string): string => `repeat(${digits}, 5000) as doc`
const words = `'a name of some length' as name, 'and a note' as note`

function extract(url: string, sql: string): string {
  return `name: Extract
inputs: { least: { type: integer, default: 0 } }
connections: { warehouse: '${url}' }
steps:
  rows: { extract: { sql: '${sql}', in: warehouse } }
`
}

/** Tells what extracts of large rows and of small ones take. */
export async function tellDatabases(): Promise<void> {
  using workspace = new RowsWorkspace(1)
  const url = sqlite(join(workspace.folder, 'source.sqlite'))
  await tellExtracts('SQLite', url, workspace)
  {
    await using server = await startPostgres()
    const postgres = await server.database()
    const series = (rows: number): string => `from generate_series(1, ${rows}) id`
    await askPostgres(postgres, `create table large as select id, ${docs('md5(id::text)')} ${series(large)}`)
    await askPostgres(postgres, `create table small as select id, ${words} ${series(small)}`)
    await tellExtracts('PostgreSQL', postgres, workspace)
  }
  await using server = await startMariadb()
  const mariadb = await server.database()
  const series = (rows: number): string => `from seq_1_to_${rows}`
  await askMariadb(mariadb, `create table large as select seq as id, ${docs('md5(seq)')} ${series(large)}`)
  await askMariadb(mariadb, `create table small as select seq as id, ${words} ${series(small)}`)
  await tellExtracts('MariaDB', mariadb, workspace)
}

function sqlite(path: string): string {
  const db = new DatabaseSync(path)
  const series = (rows: number): string =>
    `with recursive g(id) as (select 1 union all select id + 1 from g where id < ${rows})`
  const doc = `replace(hex(zeroblob(5000)), '00', printf('%032x', id)) as doc`
  db.exec(`create table large as ${series(large)} select id, ${doc} from g`)
  db.exec(`create table small as ${series(small)} select id, ${words} from g`)
  db.close()
  return `sqlite:${path}`
}

async function tellExtracts(name: string, url: string, workspace: RowsWorkspace): Promise<void> {
  for (const [table, rows] of [
    ['large', `${large} rows of 160 KB`],
    ['small', `${small} rows`],
  ] as const) {
    workspace.add('all', extract(url, `select * from ${table}`))
    workspace.add('some', extract(url, `select * from ${table} where id > \${{ inputs.least }}`))
    await tell(`${name}: ${rows}`, workspace.folder, 'all')
    workspace.clean({ keepTable: false })
    await tell(`${name}: ${rows}, with a parameter`, workspace.folder, 'some')
    workspace.clean({ keepTable: false })
  }
}
