// CSV → MariaDB, as a whole process, against the client's own LOAD DATA LOCAL INFILE of the same file on the same server: into
// a new table (typed, in one transaction). Needs MariaDB, its server and its client. `node bench/mysql.ts [rows] [rounds]`
import { spawnSync } from 'node:child_process'
import { mysqlType } from '../src/dataset/encode/mysql-type.ts'
import { query, startMariadb } from '../test/support/mariadb.ts'
import { command, interleaved, printRatios } from './measure.ts'
import { rowsColumns } from './rows-data.ts'
import { manifest, RowsWorkspace } from './rows-workspace.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const rounds = Number(process.argv[3] ?? 5)

const columns = rowsColumns.map((column) => {
  const type = column.type === 'decimal' ? `decimal(${column.precision},${column.scale})` : mysqlType(column)
  return `${column.name} ${type}`
})

/** What it takes for LOAD DATA to read the file as it is: `true`, and no number at all, are nothing that MySQL knows. */
function fillFrom(csv: string): string {
  return `load data local infile '${csv}' into table theirs character set utf8mb4
    fields terminated by ',' optionally enclosed by '"' escaped by '' lines terminated by '\\n' ignore 1 lines
    (id, name, email, amount, qty, placed_at, city, @active, @score, notes)
    set active = @active = 'true', score = nullif(@score, '')`
}

async function measure(): Promise<void> {
  using workspace = new RowsWorkspace(rows)
  await using server = await startMariadb(
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-buffer-pool-size=512M',
    '--innodb-log-file-size=512M',
  )
  const url = await server.database()
  workspace.add('load', manifest({ into: url }))
  const { hostname, port, username, password, pathname } = new URL(url)
  const reach = [`-h${hostname}`, `-P${port}`, `-u${username}`, `-p${password}`, '--local-infile=1']
  const fill = [...reach, pathname.slice(1), '-e', fillFrom(workspace.csv)]
  printRatios(
    `CSV → MariaDB table, ${rows} rows x ${rowsColumns.length}, whole process`,
    await interleaved(
      {
        'LOAD DATA LOCAL INFILE of its own client': () => command('mariadb', fill),
        'millrace run, into a new table': () => workspace.run('load'),
      },
      rounds,
      async () => {
        workspace.clean({ keepTable: false })
        await query(url, 'drop table if exists orders, theirs')
        await query(url, `create table theirs (${columns.join(', ')}) engine = InnoDB`)
      },
    ),
    { 'millrace run, into a new table': 1.1 },
  )
}

const missing = ['mariadb', 'mariadb-install-db'].filter(
  (name) => spawnSync(name, ['--help'], { stdio: 'ignore' }).error !== undefined,
)
if (missing.length === 0) await measure()
else
  console.log(`\nCSV → MariaDB table: not measured, there is no ${missing.join(' and no ')} on this machine`)
