import assert from 'node:assert/strict'
import type { AheadTarget } from './ahead-target.ts'
import { type TestPostgres, query } from './postgres.ts'

export function aheadIntoPostgres(server: () => TestPostgres): AheadTarget {
  return {
    definesInside: true,
    columns: 'id bigint, amount numeric, at timestamp, note text',
    refused: { middle: 'a\0b' },
    noticesWithinMs: 3_000,
    database: () => server().database(),
    query,
    stateOf,
    tablesIn,
    async sessions(url) {
      const found = await query(
        url,
        "select pid from pg_stat_activity where application_name = 'millrace' and datname = current_database()",
      )
      return found.map(({ pid }) => Number(pid))
    },
    end: (url, session) => query(url, `select pg_terminate_backend(${session})`),
    async isCopying(url) {
      const found = await query(
        url,
        "select pid from pg_stat_activity where query like 'copy \"_millrace_ahead%' and datname = current_database()",
      )
      return found.length > 0
    },
    async requireUnseen(url) {
      assert.deepEqual(await tablesIn(url), [])
      for (const others of [
        'create table orders_too (); drop table orders_too',
        'create table orders (); drop table orders',
        "select pg_advisory_xact_lock(hashtext('_millrace_loads'))",
      ])
        await query(url, `set lock_timeout = '2s'; ${others}`)
    },
  }
}

async function stateOf(url: string): Promise<unknown> {
  const tables = await tablesIn(url)
  if (!tables.includes('orders')) return { tables }
  return {
    tables,
    columns: await query(
      url,
      `select attname, format_type(atttypid, atttypmod), attnotnull from pg_attribute
       where attrelid = 'orders'::regclass and attnum > 0 order by attnum`,
    ),
    constraints: await query(url, "select conname from pg_constraint where conrelid = 'orders'::regclass"),
    types: await query(url, "select typname from pg_type where typrelid = 'orders'::regclass"),
    rows: await query(url, "select count(*), md5(string_agg(o::text, '|' order by ctid)) from orders o"),
    ledger: await query(url, 'select pipeline, step, run, target, mode, rows, content from _millrace_loads'),
  }
}

async function tablesIn(url: string): Promise<readonly string[]> {
  const tables = await query(
    url,
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
  )
  return tables.map(({ relname }) => String(relname))
}
