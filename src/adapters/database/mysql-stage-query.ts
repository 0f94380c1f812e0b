import { CompiledQuery, type Kysely, sql } from 'kysely'
import type { Connection, FieldPacket, RowDataPacket } from 'mysql2'
import type { Column } from '../../dataset/column.ts'
import type { AnyTables, AuthorQuery, StagedQuery } from '../../ports/database.ts'
import type { SqlValue } from '../../ports/sqlite.ts'
import { selectedField } from './mysql-columns.ts'
import { tableId } from '../../steps/sql/identifier.ts'
import { bindable } from './mysql-dialect.ts'
import { type Session, withQueryFailures } from './mysql-select.ts'
import { refuseFiles } from './refuse-files.ts'
import { makeStaged, staged } from './staged-table.ts'

type Open = Pick<Session, 'connection' | 'signal'>

/** The columns that a query answers; it is not run. */
export async function describeInMysql(session: Open, query: AuthorQuery): Promise<readonly Column[]> {
  refuseFiles(query.sql)
  const text = `select * from (\n${query.sql}\n) as selected limit 0`
  const { client } = session.connection
  const fields = await withQueryFailures(session, () => fieldsOf(client, text, query.parameters), 1)
  return fields.map((field) => selectedField(field).column)
}

/** Puts what a query answers into a temporary table. */
export async function stageQueryInMysql(
  session: Open,
  db: Kysely<AnyTables>,
  query: AuthorQuery,
): Promise<StagedQuery> {
  const columns = await describeInMysql(session, query)
  await makeStaged(db, 'mysql', columns)
  const into = sql`insert into ${tableId(staged)}`.compile(db).sql
  const insert = CompiledQuery.raw(`${into}\n${query.sql}`, [...query.parameters])
  const { numAffectedRows = 0n } = await withQueryFailures(session, () => db.executeQuery(insert), 1)
  return { table: staged, columns, rows: Number(numAffectedRows) }
}

function fieldsOf(client: Connection, text: string, parameters: readonly SqlValue[]): Promise<FieldPacket[]> {
  return new Promise((resolve, reject) => {
    client.execute<RowDataPacket[]>(text, parameters.map(bindable), (error, _rows, fields) =>
      error === null ? resolve(fields) : reject(error),
    )
  })
}
