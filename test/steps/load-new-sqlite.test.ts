import assert from 'node:assert/strict'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { openSqlite } from '../../src/adapters/database/sqlite-database.ts'
import { sqliteEngine } from '../../src/adapters/sqlite/sqlite-engine.ts'
import type { Column, Dataset } from '../../src/dataset/column.ts'
import { load } from '../../src/steps/load/step.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { integrity, query, writeDataset } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { killedLoad } from '../support/killed-load.ts'
import { StepRig, needs, realPorts } from '../support/step-context.ts'
import { steppedDatabases } from '../support/stepped-databases.ts'
import { tableLoad } from '../support/table-load.ts'

const columns: readonly Column[] = [
  { name: 'day', type: 'date', notNull: true },
  { name: 'total', type: 'decimal', precision: 12, scale: 2 },
  { name: 'long', type: 'text' },
]
/** Of several pages, and rows that are longer than a page. */
const rows = Array.from({ length: 2000 }, (_, at) => [
  '2024-01-01',
  `${at}.25`,
  at % 500 === 0 ? 'x'.repeat(9000) : null,
])
const place = 'out/warehouse.sqlite'

function written(rig: StepRig, name = 'daily'): Dataset {
  return writeDataset(rig.path(`datasets/${name}.sqlite`), name, { columns, rows })
}

function context(rig: StepRig, dataset: Dataset, table = 'daily', more: Partial<StepContext> = {}) {
  return rig.context(tableLoad({ from: dataset.name, table }), {
    stepId: table,
    needs: needs(dataset),
    connections: { warehouse: { url: `sqlite:${place}` } },
    ...more,
  })
}

function contentOf(path: string) {
  return {
    schema: query(path, 'select type, name, sql from sqlite_schema order by name'),
    rows: query(path, 'select rowid, * from daily'),
    ledger: query(path, 'select pipeline, step, target, mode, rows, content from _millrace_loads'),
    mark: query(path, 'pragma application_id'),
    integrity: integrity(path),
  }
}

describe('load into a SQLite file that is not there yet', () => {
  it('makes what a load into an empty one makes', async () => {
    using made = new StepRig()
    using filled = new StepRig()
    mkdirSync(filled.path('out'))
    writeFileSync(filled.path(place), '')
    const outcomes = []
    for (const rig of [made, filled]) outcomes.push(await load(context(rig, written(rig))))
    assert.deepEqual(outcomes[0], outcomes[1])
    assert.deepEqual(contentOf(made.path(place)), contentOf(filled.path(place)))
    assert.equal(integrity(made.path(place)), 'ok')
    assert.deepEqual(readdirSync(made.path('out')), ['warehouse.sqlite'])
  })

  it('leaves no database behind a check that fails', async () => {
    using rig = new StepRig()
    const checks = [{ rule: 'row-count', max: 10, of: 'result' } as const]
    const { code } = await failureOf(load(context(rig, written(rig), 'daily', { checks })))
    assert.equal(code, 'checks/failed')
    assert.deepEqual(readdirSync(rig.path('out')), [])
  })

  it('takes the tables of all loads that come at once', async () => {
    using rig = new StepRig()
    const names = ['daily', 'hourly', 'weekly']
    await Promise.all(names.map((name) => load(context(rig, written(rig, name), name))))
    for (const name of names)
      assert.deepEqual(query(rig.path(place), `select count(*) as n from ${name}`), [{ n: 2000 }])
    assert.deepEqual(query(rig.path(place), 'select count(*) as n from _millrace_loads'), [{ n: 3 }])
    assert.equal(integrity(rig.path(place)), 'ok')
  })

  it('says once what each of several does, also if the first of them fails', async () => {
    using rig = new StepRig()
    const said: string[] = []
    const given = (name: string, checks: StepContext['checks']) =>
      context(rig, written(rig, name), name, { checks, log: (line) => void said.push(line) })
    const results = await Promise.allSettled([
      load(given('first', [{ rule: 'row-count', max: 10, of: 'result' }])),
      load(given('second', [])),
      load(given('third', [])),
    ])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'fulfilled', 'fulfilled'],
    )
    const made = said.filter((line) => line.endsWith(' made'))
    assert.deepEqual(made.toSorted(), ['table "first" made', 'table "second" made', 'table "third" made'])
  })

  it('belongs to the group of its folder where that is said', async () => {
    using rig = new StepRig()
    mkdirSync(rig.path('out'))
    const group = process.getuid?.() === 0 ? 1234 : process.getgroups?.().at(-1)
    assert.ok(group !== undefined)
    chownSync(rig.path('out'), process.getuid?.() ?? 0, group)
    chmodSync(rig.path('out'), 0o2775)
    await load(context(rig, written(rig)))
    assert.equal(statSync(rig.path(place)).gid, group)
  })

  it('is no other than the usual load where a file of the dataset holds more than its rows', async () => {
    using rig = new StepRig()
    const dataset = written(rig)
    using file = new DatabaseSync(dataset.path)
    file.exec('create table notes (text); create index by_total on daily (total)')
    await load(context(rig, dataset))
    assert.deepEqual(
      query(rig.path(place), 'select name from sqlite_schema where sql is not null order by name'),
      [{ name: '_millrace_loads' }, { name: 'daily' }],
    )
    assert.equal(query(rig.path(place), 'select * from daily').length, 2000)
  })

  it('can be written, also where the dataset can only be read', async () => {
    using rig = new StepRig()
    const dataset = written(rig)
    chmodSync(dataset.path, 0o444)
    await load(context(rig, dataset))
    assert.equal(statSync(rig.path(place)).mode & 0o777, 0o644)
  })

  it('does not take the place of a link that leads nowhere yet', async () => {
    using rig = new StepRig()
    mkdirSync(rig.path('out'))
    symlinkSync(rig.path('elsewhere.sqlite'), rig.path(place))
    await load(context(rig, written(rig)))
    assert.equal(query(rig.path('elsewhere.sqlite'), 'select * from daily').length, 2000)
  })

  it('is not there, or whole, wherever the program is killed', async () => {
    using rig = new StepRig()
    const given = (folder: string) =>
      context(rig, written(rig), 'daily', {
        connections: { warehouse: { url: `sqlite:${folder}/w.sqlite` } },
      })
    const waits: string[] = []
    const databases = steppedDatabases(realPorts.databases, async (what) => void waits.push(what))
    const clean = await load({ ...given('clean'), ports: { ...realPorts, databases } })
    const published = waits.indexOf('publish') + 1
    for (const at of [1, 2, Math.floor(published / 2), published - 1, published, waits.length]) {
      const folder = `killed_${at}`
      assert.equal(await killedLoad(given(folder), at), 'SIGKILL')
      const path = rig.path(`${folder}/w.sqlite`)
      assert.equal(existsSync(path), at >= published, `${at} of ${waits.length}: ${waits[at - 1]}`)
      const again = await load(given(folder))
      if (at < published) assert.deepEqual(again, clean)
      else assert.match(again.note ?? '', /already loaded/)
      assert.deepEqual(contentOf(path), contentOf(rig.path('clean/w.sqlite')))
    }
  })

  it('never replaces a database that somebody else makes meanwhile', async () => {
    using rig = new StepRig()
    const path = rig.path('warehouse.sqlite')
    const dataset = written(rig)
    await using database = openSqlite(
      sqliteEngine,
      { path, workspace: rig.path('.') },
      new AbortController().signal,
    )
    const makeNew = (work: () => Promise<string>) =>
      database.transactionInNew?.(dataset, rig.path('draft'), work)
    const answer = await makeNew(async () => {
      using theirs = new DatabaseSync(path)
      theirs.exec('create table theirs (a)')
      return 'done'
    })
    assert.equal(answer, undefined)
    assert.equal(await makeNew(async () => 'not even begun'), undefined)
    assert.deepEqual(query(path, 'select name from sqlite_schema'), [{ name: 'theirs' }])
    assert.equal(existsSync(rig.path('draft')), false)
    rmSync(path)
    assert.equal(await makeNew(async () => 'done'), 'done')
    assert.equal(integrity(path), 'ok')
  })
})
