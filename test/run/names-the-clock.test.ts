import assert from 'node:assert/strict'
import { it } from 'node:test'
import { namesTheClock } from '../../src/run/unchanged/names-the-clock.ts'

const clocks = {
  PostgreSQL: [
    'now()',
    'clock_timestamp()',
    'statement_timestamp()',
    'transaction_timestamp()',
    'timeofday()',
    'current_date',
    'localtimestamp(0)',
    'age(born)',
    "'yesterday'::date",
    'random()',
    'gen_random_uuid()',
    'uuidv7()',
    "nextval('s')",
    '1 from t tablesample system (1)',
  ],
  MySQL: [
    'sysdate()',
    'curdate()',
    'curtime()',
    'utc_date',
    'utc_time()',
    'UTC_TIMESTAMP()',
    'unix_timestamp()',
    'rand()',
    'uuid_short()',
  ],
  SQLite: ["date('now')", 'datetime()', "strftime('%Y')", 'CURRENT_TIMESTAMP', 'randomblob(4)'],
  DuckDB: ['today()', 'get_current_timestamp()', 'current_localtime()', '1 from t using sample 3'],
}

for (const [database, expressions] of Object.entries(clocks))
  it(`the clocks of ${database}, and what is left to chance there, are known`, () => {
    for (const expression of expressions) assert(namesTheClock(`select ${expression}`), expression)
  })

it('what only looks like a clock is none', () => {
  const plain = `select date(placed_at), unix_timestamp(placed_at), order_uuid, age, sample, current_balance, brand, operand,
    updated_at, nowhere, strftime('%Y', placed_at) from orders where range > 2 and known = 'as of tomorrow'`
  assert(!namesTheClock(plain))
})
