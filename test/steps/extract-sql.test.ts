import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { Failure } from '../../src/diagnostic/failure.ts'
import type { ExtractOptions } from '../../src/steps/extract/options.ts'
import { extract } from '../../src/steps/extract/step.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { query } from '../support/dataset.ts'
import { query as ask, startPostgres, type TestPostgres } from '../support/postgres.ts'
import { StepRig } from '../support/step-context.ts'

function sqlOptions(
  sql: string,
  more: Pick<ExtractOptions, 'columns' | 'in' | 'contract'> &
    Partial<Pick<ExtractOptions, 'rejects' | 'allowEmpty'>> = {},
): ExtractOptions {
  return {
    format: 'sql',
    from: [],
    sql,
    in: 'shop',
    rejects: { rows: 0 },
    allowEmpty: false,
    csv: { ragged: 'reject' },
    headers: {},
    compression: 'auto',
    ...more,
  }
}

const spanText = (sql: string, { start, end }: { start: number; end: number }): string =>
  `pipeline.yml at "${sql.slice(start, end)}"`

function context(rig: StepRig, url: string, options: ExtractOptions, more: Partial<StepContext> = {}) {
  return rig.context(options, {
    connections: { shop: { url } },
    placeOfSql: async (sql, within) => spanText(sql, within),
    ...more,
  })
}

const childrenAtWork = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length

describe('an extract of a query', () => {
  let server: TestPostgres
  let url: string
  before(async () => {
    server = await startPostgres()
    url = await server.database()
    await ask(
      url,
      `create table orders (id bigint, total numeric(10,2), tags jsonb, at timestamptz);
      insert into orders values (9007199254740993, 1.50, '{"a":1}', '2026-11-21 09:30:00.5+01'), (2, 20, '{"b":2}', null)`,
    )
  })
  after(() => server[Symbol.asyncDispose]())

  it('binds its expressions, beside operators with question marks, and keeps every digit', async () => {
    using rig = new StepRig()
    const options = sqlOptions(
      'select * from orders where tags ? ${{ inputs.tag }} and id > ${{ inputs.least }} -- ?',
    )
    const { dataset, rows } = await extract(
      context(rig, url, options, { bind: (source) => (source === 'inputs.tag' ? 'a' : 5) }),
    )
    assert.deepEqual(rows, { read: 1, loaded: 1, rejected: 0, filtered: 0, deduplicated: 0, unchanged: 0 })
    assert.deepEqual(
      dataset?.columns.map(({ name, type }) => `${name} ${type}`),
      ['id integer', 'total decimal', 'tags json', 'at timestamp'],
    )
    assert.deepEqual(
      query(dataset?.path ?? '', 'select cast(id as text) as id, total, tags, at from orders'),
      [{ id: '9007199254740993', total: 1.5, tags: '{"a": 1}', at: '2026-11-21T08:30:00.500000Z' }],
    )
  })

  it('takes declared columns for what they are, and rejects what does not fit, by its number and its values', async () => {
    using rig = new StepRig()
    const columns = [
      { name: 'total', type: 'integer' },
      { name: 'id', type: 'text' },
    ] as const
    const options = sqlOptions('select id, total, null as gone from orders order by id', {
      columns,
      rejects: { rows: 2 },
    })
    const outcome = await extract(context(rig, url, options)).catch((error: unknown) => error)
    assert(!(outcome instanceof Error))
    const { rows, rejects } = outcome as Awaited<ReturnType<typeof extract>>
    assert.deepEqual([rows?.read, rows?.loaded, rows?.rejected], [2, 0, 2])
    assert.deepEqual(
      query(rejects?.path ?? '', 'select file, line, "column", rule, value, raw from rejects'),
      [
        {
          file: 'shop',
          line: 1,
          column: 'total',
          rule: 'integer',
          value: '20.00',
          raw: '{"id":"2","total":"20.00","gone":null}',
        },
        {
          file: 'shop',
          line: 2,
          column: 'total',
          rule: 'integer',
          value: '1.50',
          raw: '{"id":"9007199254740993","total":"1.50","gone":null}',
        },
      ],
    )
  })

  it('points at the word that is wrong, behind its expressions', async () => {
    using rig = new StepRig()
    for (const [sql, word, code] of [
      [
        'select id from orders where tags ? ${{ inputs.tag }}\n and nme = ${{ inputs.least }}',
        'nme',
        'database/error',
      ],
      ['select id\nform orders', 'orders', 'database/error'],
      ['select id from orders where id = ${{ inputs.tag }}', '${{ inputs.tag }}', 'database/value'],
    ] as const) {
      await assert.rejects(extract(context(rig, url, sqlOptions(sql), { bind: () => 'a' })), (error) => {
        assert(error instanceof Failure)
        if (code === 'database/error')
          assert.match(
            error.message,
            new RegExp(`\\(pipeline\\.yml at "${word.replaceAll(/[${}.]/g, '\\$&')}"\\)`),
          )
        assert.equal(error.code, code)
        return true
      })
    }
  })

  it('reads a SQLite file, and points at what SQLite complains of', async () => {
    using rig = new StepRig()
    {
      using database = new DatabaseSync(rig.path('shop.sqlite'))
      database.exec(
        "create table orders (id integer, day date); insert into orders values (1, '2026-11-21'), (2, null)",
      )
    }
    const earlier = childrenAtWork()
    const good = sqlOptions('select id, day, id * 1.5 as more from orders where id < ${{ inputs.x }}')
    const { dataset } = await extract(context(rig, 'sqlite:shop.sqlite', good, { bind: () => 2 }))
    assert.deepEqual(
      dataset?.columns.map(({ type }) => type),
      ['integer', 'date', 'real'],
    )
    assert.deepEqual(query(dataset?.path ?? '', 'select * from orders'), [
      { id: 1, day: '2026-11-21', more: 1.5 },
    ])
    await assert.rejects(extract(context(rig, 'sqlite:shop.sqlite', sqlOptions('select idd from orders'))), {
      code: 'sql/error',
      message: 'no such column: idd (pipeline.yml at "idd")',
    })
    const lacking = sqlOptions('select id from orders', { columns: [{ name: 'b', type: 'integer' }] })
    await assert.rejects(extract(context(rig, 'sqlite:shop.sqlite', lacking)), { code: 'columns/missing' })
    for (let tries = 0; childrenAtWork() > earlier; tries += 1) {
      assert(tries < 100, 'SQLite is still at work')
      await setTimeout(10)
    }
  })

  it('refuses what is no query, what stands in quotes, an empty answer, and a column that is not there', async () => {
    using rig = new StepRig()
    const failing = async (options: ExtractOptions, code: string): Promise<void> => {
      await assert.rejects(extract(context(rig, url, options)), { code })
    }
    await failing(sqlOptions('delete from orders'), 'sql/statement')
    await failing(sqlOptions('select 1; select 2'), 'sql/statement')
    await failing(sqlOptions("select '${{ inputs.x }}'"), 'sql/statement')
    await failing(sqlOptions('select 1 as a where false'), 'rows/empty')
    await failing(
      sqlOptions('select 1 as a', { columns: [{ name: 'b', type: 'integer' }] }),
      'columns/missing',
    )
    await failing(sqlOptions('select 1 as a', { in: 'nowhere' }), 'database/connection')
    const { dataset } = await extract(
      context(rig, url, sqlOptions('select 1 as a where false', { allowEmpty: true })),
    )
    assert.deepEqual([dataset?.rows, dataset?.columns], [0, [{ name: 'a', type: 'integer' }]])
  })

  it('holds the columns that the database tells against those of the last good run, under a contract', async () => {
    using rig = new StepRig()
    const last = { columns: [{ name: 'id', type: 'integer' }] } as NonNullable<StepContext['before']>
    const options = sqlOptions('select id, total from orders', { contract: 'freeze' })
    await assert.rejects(extract(context(rig, url, options, { before: last })), { code: 'columns/changed' })
    const discarding = sqlOptions('select id, total from orders', { contract: 'discard-column' })
    const { dataset } = await extract(context(rig, url, discarding, { before: last }))
    assert.deepEqual(
      dataset?.columns.map(({ name }) => name),
      ['id'],
    )
    const shouted = sqlOptions('select id as "ID" from orders', { contract: 'freeze' })
    const same = await extract(context(rig, url, shouted, { before: last }))
    assert.deepEqual(
      same.dataset?.columns.map(({ name }) => name),
      ['id'],
    )
  })
})
