import { sql } from 'kysely'
import { copyType } from '../../../dataset/encode/encode-copy.ts'
import type { Transaction } from '../../../ports/database.ts'
import type { OneByOne } from './dialect.ts'
import { lostInPostgres } from './postgres-lossless.ts'
import { type Printed, lostText } from './postgres-lossless-text.ts'

/** A text that is none of its column's type ends the statement that casts it, which names neither column nor row. */
export const postgresOneByOne: OneByOne = {
  mayBeNeeded: (pair) => copyType(pair.source) === 'text' && lostInPostgres(pair) !== undefined,
  async begin({ db }) {
    await sql`savepoint millrace_casts`.execute(db)
  },
  async end({ db }) {
    await sql`release savepoint millrace_casts`.execute(db)
  },
  isNeeded: (error) => error instanceof Error && 'code' in error && String(error.code).startsWith('22'),
  make,
  lost: (pair) =>
    copyType(pair.source) === 'text'
      ? lostInPostgres(pair) && lostText(pair, printedOneByOne)
      : lostInPostgres(pair),
}

/** Of a function each call can fail by itself. It goes with the transaction, which what it finds ends. */
async function make({ db }: Transaction): Promise<void> {
  await sql`rollback to savepoint millrace_casts`.execute(db)
  await sql`create function pg_temp.millrace_cast(value text, type text) returns text language plpgsql as $$
    declare made text;
    begin
      execute 'select cast(cast($1 as ' || type || ') as text)' into made using value;
      return made;
    exception when data_exception then return null;
    end $$`.execute(db)
}

const printedOneByOne: Printed = (value, type) => sql`pg_temp.millrace_cast(${value}, ${sql.lit(type)})`
