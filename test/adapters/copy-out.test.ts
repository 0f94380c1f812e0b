import assert from 'node:assert/strict'
import { createServer, connect, type Socket } from 'node:net'
import { after, before, describe, it } from 'node:test'
import pg from 'pg'
import { copyOut } from '../../src/adapters/database/copy-out.ts'
import type { Column } from '../../src/dataset/column.ts'
import type { Database } from '../../src/ports/database.ts'
import { query, startPostgres, type TestPostgres } from '../support/postgres.ts'
import { realPorts } from '../support/step-context.ts'

const signal = new AbortController().signal
const column: readonly Column[] = [{ name: 'i', type: 'integer' }]

let server: TestPostgres
let url: string
before(async () => {
  server = await startPostgres()
  url = await server.database()
  await query(
    url,
    `create function chatty(i int) returns int language plpgsql as $$ begin
      if i % 1000 = 0 then raise notice 'at % %', i, repeat('d', i % 7000); end if;
      if i % 5000 = 0 then perform set_config('application_name', 'at ' || i, false); end if;
      return i; end $$`,
  )
})
after(() => server[Symbol.asyncDispose]())

function open(at = url): Promise<Database> {
  return realPorts.databases.open({ url: at }, '', signal)
}

async function count(database: Database, sql: string, during?: (rows: number) => void): Promise<number> {
  let rows = 0
  for await (const batch of (await database.select({ sql, parameters: [] })).batches) {
    rows += batch.rows
    during?.(rows)
  }
  return rows
}

describe('a COPY to us', () => {
  it('fails with what the server says in the middle of it, and what came before is no success', async () => {
    await using database = await open()
    let seen = 0
    const sql = 'select i, 1 / (600000 - i) as x from generate_series(1, 900000) i'
    await assert.rejects(
      count(database, sql, (rows) => {
        seen = rows
      }),
      { code: 'database/value', facts: { sqlState: '22012' } },
    )
    assert.ok(seen > 100_000 && seen < 600_000, `${seen} rows`)
  })

  it('fails when the server ends the connection', async () => {
    await using database = await open()
    const sql = 'select i as millrace_ended, repeat(md5(i::text), 10) as t from generate_series(1, 9000000) i'
    let ending: Promise<unknown> | undefined
    const kill = `select pg_terminate_backend(pid) from pg_stat_activity where query like '%millrace_ended%' and pid <> pg_backend_pid()`
    await assert.rejects(
      count(database, sql, () => void (ending ??= query(url, kill))),
      { code: 'database/connection', retryable: true },
    )
    await ending
  })

  it('fails when the connection breaks', async () => {
    const sockets: Socket[] = []
    const relay = createServer((here) => {
      const there = connect(server.port, '127.0.0.1')
      sockets.push(here, there)
      here
        .on('error', () => {})
        .pipe(there.on('error', () => {}))
        .pipe(here)
    })
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
    const address = relay.address()
    assert.ok(typeof address === 'object' && address !== null)
    try {
      await using database = await open(url.replace(`:${server.port}`, `:${address.port}`))
      const sql = 'select i, repeat(md5(i::text), 10) as t from generate_series(1, 9000000) i'
      const cut = (): void => sockets.forEach((socket) => socket.resetAndDestroy())
      await assert.rejects(count(database, sql, cut), { code: 'database/connection', retryable: true })
    } finally {
      relay.close()
    }
  })

  it('goes on through notices and changed settings, which its connection hears', async () => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const notices: string[] = []
    const settings: string[] = []
    client.on('notice', ({ message }) => notices.push(message?.split(' ')[1] ?? ''))
    client.connection.on('parameterStatus', ({ parameterValue }: { parameterValue: string }) =>
      settings.push(parameterValue),
    )
    let rows = 0
    for await (const batch of copyOut(
      client,
      'copy (select chatty(i) from generate_series(1, 100000) i) to stdout',
      column,
    ))
      rows += batch.rows
    assert.equal(rows, 100_000)
    assert.deepEqual(
      notices,
      Array.from({ length: 100 }, (_, at) => String((at + 1) * 1000)),
    )
    assert.equal(settings.at(-1), 'at 100000')
    await client.end()
  })

  it('leaves the connection as it was, whether it ends well or not', async () => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const read = async (sql: string): Promise<number> => {
      let rows = 0
      for await (const batch of copyOut(client, `copy (${sql}) to stdout`, column)) rows += batch.rows
      return rows
    }
    for (let round = 0; round < 20; round++) {
      const [rows, answer] = await Promise.all([
        read(`select i from generate_series(1, ${round * 1000}) i`),
        client.query<{ n: number }>('select 7 as n'),
      ])
      assert.equal(rows, round * 1000)
      assert.equal(answer.rows[0]?.n, 7)
      await assert.rejects(read(`select 1 / (${round * 1000} - i) from generate_series(0, 90000) i`), {
        code: '22012',
      })
      await assert.rejects(read('select no_such_column'), { code: '42703' })
    }
    await client.end()
  })
})
