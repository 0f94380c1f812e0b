import { sql } from 'kysely'
import type { Connection, Databases, Transaction } from '../../ports/database.ts'

interface At {
  readonly workspace: string
  readonly databases: Databases
  readonly signal: AbortSignal
}

/** What time it is for a database. Throws the `Failure` of one that cannot be asked. */
export async function databaseTime(connection: Connection, at: At): Promise<Date> {
  await using database = await at.databases.open(connection, at.workspace, at.signal)
  const ms = await database.transaction(undefined, (transaction) => epochMs(transaction))
  return new Date(ms)
}

async function epochMs({ db, dialect }: Transaction): Promise<number> {
  const query = {
    sqlite: sql`select cast(unixepoch('subsec') * 1000 as integer) as ms`,
    postgres: sql`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms`,
    mysql: sql`select floor(unix_timestamp(now(3)) * 1000) as ms`,
  }[dialect]
  const { rows } = await sql<{ ms: unknown }>`${query}`.execute(db)
  return Number(rows[0]?.ms)
}
