import { columnOf } from '../../dataset/profile/column-of.ts'
import type { Batch } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { quoteName } from '../../dataset/create-table.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { AuthorQuery, Selection, StagedQuery } from '../../ports/database.ts'
import type { SqliteResultColumn, SqliteSession, SqliteStatement } from '../../ports/sqlite.ts'
import { CollectYoung } from './collect-young.ts'
import { kindOfValues, typeOfKind } from './sqlite-kinds.ts'
import { staged } from './staged-table.ts'

/**
 * Streams a query in a session that may only read. What is no column of a table has no type of its own in SQLite: the
 * query is run once before, to see what it answers there. The session ends behind the last row; who never begins with the
 * rows ends it himself.
 */
export async function selectFromSqlite(session: SqliteSession, query: AuthorQuery): Promise<Selection> {
  await session.query({ sql: 'begin' })
  const statement: SqliteStatement = { ...query, guard: {} }
  const described = await session.describe(statement)
  const columns = await columnsOf(described, query, session)
  await session.select(statement, columns)
  return { columns, batches: rowsOf(session) }
}

async function* rowsOf(session: SqliteSession): AsyncGenerator<Batch, void, void> {
  await using _ = session
  const young = new CollectYoung()
  for (let batch = await session.fetch(); batch !== undefined; batch = await session.fetch()) {
    const bytes = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.length)
    yield* young.over([{ ...batch, bytes }])
  }
}

/** Puts what a query answers into a temporary table; its values stay what the query made them. */
export async function stageQueryInSqlite(session: SqliteSession, query: AuthorQuery): Promise<StagedQuery> {
  const described = await session.describe({ ...query, guard: {} })
  if (described.length === 0) throw new Failure('sql/statement', 'the SQL answers no rows')
  const names = described.map(({ name }) => quoteName(name))
  await session.query({ sql: `create temp table ${staged.name} (${names.join(', ')})` })
  const { changes } = await session.query({
    sql: `insert into temp.${staged.name}\n${query.sql}`,
    parameters: query.parameters,
    guard: { into: staged.name },
  })
  const rows = { sql: `select * from temp.${staged.name}`, parameters: [] }
  const columns = await columnsOf(described, rows, session)
  return { table: { schema: 'temp', name: staged.name }, columns, rows: changes }
}

export async function columnsOf(
  described: readonly SqliteResultColumn[],
  query: AuthorQuery,
  session: SqliteSession,
): Promise<readonly Column[]> {
  if (described.length === 0) throw new Failure('sql/statement', 'the SQL answers no rows')
  const open = described.flatMap(({ declared }, index) => (declared === undefined ? [index] : []))
  const seen = open.length === 0 ? {} : await lookAt(open, described.length, query, session)
  return described.map(({ name, declared }, index) =>
    declared === undefined
      ? { name, type: typeOfKind(seen[`c${index}`]) }
      : columnOf({ name, declared: declared.toUpperCase(), comment: undefined, notNull: false }),
  )
}

async function lookAt(
  open: readonly number[],
  width: number,
  { sql, parameters }: AuthorQuery,
  session: SqliteSession,
): Promise<Readonly<Record<string, unknown>>> {
  const names = Array.from({ length: width }, (_, index) => `c${index}`)
  const found = open.map((index) => `${kindOfValues(`c${index}`)} as c${index}`)
  const { rows } = await session.query({
    sql: `with _millrace_selected(${names.join(', ')}) as (\n${sql}\n) select ${found.join(', ')} from _millrace_selected`,
    parameters,
    guard: {},
  })
  return rows[0] ?? {}
}
