import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { after, before, describe, it } from 'node:test'
import { createDuckdb } from '../../src/adapters/duckdb/duckdb.ts'
import type { Column, Dataset } from '../../src/dataset/column.ts'
import { openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { readRows } from '../../src/dataset/read-rows.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import type { Check } from '../../src/steps/checks/check.ts'
import { loadExecutor } from '../../src/steps/registry.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { writeDataset } from '../support/dataset.ts'
import { needs, realPorts, StepRig } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'zip', type: 'text' },
  { name: 'amount', type: 'decimal', precision: 9, scale: 2 },
  { name: 'long', type: 'decimal', precision: 30, scale: 4 },
  { name: 'rate', type: 'real' },
  { name: 'paid', type: 'boolean' },
  { name: 'day', type: 'date' },
  { name: 'placed_at', type: 'timestamp', zoned: true },
  { name: 'local_at', type: 'timestamp', zoned: false },
  { name: 'note', type: 'json' },
]
const rows = [
  [
    1,
    '00601',
    '10.10',
    '12345678901234567890.1234',
    1.5,
    true,
    '2026-01-01',
    '2026-01-01T10:00:00Z',
    '2026-01-01T10:00:00',
    '{"a":1}',
  ],
  [
    '9007199254740993',
    '',
    '0.20',
    '0.5000',
    -0.25,
    false,
    '2026-01-02',
    '2026-01-02T10:00:00.123456Z',
    '2026-01-02T10:00:00.000001',
    '[1,"ü"]',
  ],
  [
    3,
    'a "quoted", text\nof two lines',
    '-5.30',
    '-1.0000',
    1e300,
    true,
    '2025-12-31',
    '2025-12-31T23:59:59Z',
    '2025-12-31T23:59:59',
    '"x"',
  ],
  [4, null, null, null, null, null, null, null, null, null],
]

const extension = process.env['MILLRACE_DUCKDB_EXTENSION']
const ports = { ...realPorts, duckdb: createDuckdb({ toolCache: undefined, extension }) }

/** What a query makes on one of the engines: its columns and rows, or the code of its failure. */
async function made(
  engine: 'sqlite' | 'duckdb',
  sql: string,
  more: Partial<StepContext> & { columns?: readonly Column[] } = {},
) {
  using rig = new StepRig()
  const orders = writeDataset(rig.path('d/orders.sqlite'), 'daily-orders', { columns, rows })
  const { columns: declared, ...context } = more
  const options = {
    sql,
    ...(engine === 'duckdb' ? { engine } : {}),
    ...(declared === undefined ? {} : { columns: declared }),
  }
  const execute = await loadExecutor('transform')
  const workspace = process.cwd()
  try {
    const {
      dataset,
      rejects,
      rows: counts,
    } = await execute(
      rig.context<unknown>(options, { stepId: 'made', needs: needs(orders), ports, workspace, ...context }),
    )
    return { columns: dataset?.columns.map(typeOf), rows: read(dataset), rejects: read(rejects), counts }
  } catch (error) {
    if (error instanceof Failure) return { failed: error.code }
    throw error
  }
}

/** How many digits a decimal can have is each engine's own guess; how many behind the point is not. */
function typeOf({ name, type, scale, zoned, notNull }: Column) {
  return [name, type, type === 'decimal' ? scale : undefined, zoned ?? false, notNull ?? false]
}

function read(dataset: Dataset | undefined) {
  if (dataset === undefined) return []
  using file = openDatasetFile(dataset.path)
  return [...readRows(file)].flat()
}

const queries: Readonly<Record<string, string>> = {
  'every type as it is': 'select * from daily_orders order by id',
  'the need by its own name': 'select id from "daily-orders" order by id',
  'sums of decimals keep their digits': 'select sum(amount) as total, min(long) as least from daily_orders',
  'decimals compare as numbers': 'select id from daily_orders where amount > 0.3 order by id',
  'counts and means':
    'select paid, count(*) as n, avg(rate) as mean from daily_orders where rate < 10 group by paid order by paid',
  'dates and times compare': `select id from daily_orders where day >= '2026-01-01' and placed_at < '2026-01-02T00:00:00Z' order by id`,
  'windows and common table expressions':
    'with ranked as (select id, day, row_number() over (order by day desc) as place from daily_orders where day is not null) select id, place from ranked where place < 3 order by place',
  'bound values': 'select id, zip from daily_orders where zip = ${{ zip }} or id = ${{ id }} order by id',
  'texts of all kinds': `select upper(zip) as zip, length(zip) as n, coalesce(zip, 'none') as filled from daily_orders order by id`,
  'no rows at all': 'select id, zip, day from daily_orders where id < 0',
}

describe('the same query on both engines', () => {
  const bind = (expression: string) => (expression === 'zip' ? '00601' : 3)
  for (const [name, sql] of Object.entries(queries))
    it(`makes the same dataset: ${name}`, async () => {
      const [sqlite, duckdb] = [await made('sqlite', sql, { bind }), await made('duckdb', sql, { bind })]
      assert.equal('failed' in duckdb, false, inspect(duckdb))
      assert.deepEqual(duckdb, sqlite)
    })

  for (const [name, sql, declared] of [
    ['what is no query', 'delete from daily_orders', undefined],
    ['a mistake', 'select nope from daily_orders', undefined],
    ['two columns of one name', 'select id, id from daily_orders', undefined],
    ['columns other than declared', 'select id from daily_orders', [{ name: 'ident', type: 'integer' }]],
    [
      'a value that is not as declared',
      `select id, 'x' as day from daily_orders`,
      [columns[0], { name: 'day', type: 'date' }],
    ],
  ] as readonly (readonly [string, string, readonly Column[] | undefined])[])
    it(`refuses the same: ${name}`, async () => {
      const more = declared === undefined ? {} : { columns: declared }
      const [sqlite, duckdb] = [await made('sqlite', sql, more), await made('duckdb', sql, more)]
      assert.equal('failed' in sqlite, true, inspect(sqlite))
      assert.deepEqual(duckdb, sqlite)
    })

  it('keeps the same checks and puts the same rows aside', async () => {
    const checks: readonly Check[] = [
      { rule: 'not-null', columns: ['amount'], severity: 'quarantine' },
      { rule: 'range', column: 'amount', min: 0, severity: 'quarantine' },
      { rule: 'unique', columns: ['id'] },
    ]
    const sql = 'select id, amount from daily_orders order by id'
    const [sqlite, duckdb] = [await made('sqlite', sql, { checks }), await made('duckdb', sql, { checks })]
    assert.deepEqual(duckdb, sqlite)
    assert.equal('counts' in duckdb ? duckdb.counts?.rejected : undefined, 2)
    const failing: readonly Check[] = [{ rule: 'row-count', min: 9 }]
    assert.deepEqual(await made('duckdb', sql, { checks: failing }), { failed: 'checks/failed' })
  })
})

describe('DuckDB', () => {
  it('reaches no file but its needs, and cannot be told to', async () => {
    for (const sql of [
      `select * from read_csv('package.json')`,
      `select * from read_text('/etc/passwd')`,
      `select * from glob('/etc/*')`,
    ])
      assert.deepEqual(await made('duckdb', sql), { failed: 'sql/error' }, sql)
  })

  it('stops when the step is cancelled', { timeout: 60_000 }, async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(new Failure('step/cancelled', 'enough')), 1500)
    const endless =
      'select count(*) as n from range(100000) a, range(100000) b, range(100000) c where a.range + b.range > c.range'
    assert.deepEqual(await made('duckdb', endless, { signal: stop.signal }), { failed: 'step/cancelled' })
  })

  it('sees a time that is finer than its own as text that sorts, and loses nothing', async () => {
    using rig = new StepRig()
    const need = writeDataset(rig.path('d/t.sqlite'), 't', {
      columns: [{ name: 'at', type: 'timestamp', zoned: true }],
      rows: [['2026-01-01T10:00:00Z'], ['2026-01-01T10:00:00.123456789Z']],
    })
    const execute = await loadExecutor('transform')
    const options = { sql: 'select max("at") as "at" from t', engine: 'duckdb' }
    const context = { stepId: 'made', needs: needs(need), ports, workspace: process.cwd() }
    const { dataset } = await execute(rig.context<unknown>(options, context))
    assert.deepEqual(read(dataset), [{ at: '2026-01-01T10:00:00.123456789Z' }])
  })
})

describe('where DuckDB is not there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-duckdb-'))
  const options = { workspace: folder, scratch: folder, attach: [], log: () => {} }
  const { signal } = new AbortController()
  before(() =>
    assert.notEqual(
      extension,
      undefined,
      'MILLRACE_DUCKDB_EXTENSION names no file: .ci/install-tools fetches it',
    ),
  )
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('the one line to add is told', async () => {
    const open = createDuckdb({ toolCache: undefined, extension }).open(options, signal)
    await assert.rejects(open, (error: unknown) => {
      assert(error instanceof Failure)
      assert.equal(error.code, 'engine/missing')
      assert.match(error.help ?? '', /npm install @duckdb\/node-api@\d/)
      return true
    })
  })

  it('npm fetches it without the secrets of the job', async () => {
    const npm = join(folder, 'npm')
    writeFileSync(npm, '#!/bin/sh\nenv >"$TMPDIR/seen"\nexit 1\n', { mode: 0o755 })
    const had = { ...process.env }
    const given = { PATH: `${folder}:${had['PATH']}`, TMPDIR: folder, npm_config_fund: 'false' }
    Object.assign(process.env, given, { https_proxy: 'http://proxy', PG_PASSWORD: 'hunter2' })
    try {
      const engine = createDuckdb({ toolCache: join(folder, 'none'), extension })
      await assert.rejects(engine.open(options, signal), { code: 'engine/missing' })
    } finally {
      for (const name of [...Object.keys(given), 'https_proxy', 'PG_PASSWORD']) delete process.env[name]
      Object.assign(process.env, had)
    }
    const seen = readFileSync(join(folder, 'seen'), 'utf8')
    assert.match(seen, /^https_proxy=http:\/\/proxy$/m)
    assert.match(seen, /^npm_config_fund=false$/m)
    assert.doesNotMatch(seen, /PG_PASSWORD|hunter2/)
  })

  it('a runner fetches the pinned one into its tool cache, once', async () => {
    const engine = createDuckdb({ toolCache: join(folder, 'tools'), extension })
    for (const told of [1, 0]) {
      const lines: string[] = []
      await using session = await engine.open({ ...options, log: (line) => lines.push(line) }, signal)
      assert.deepEqual(await session.query('select 42::bigint as n'), [{ n: 42n }])
      assert.equal(lines.length, told)
    }
  })
})
