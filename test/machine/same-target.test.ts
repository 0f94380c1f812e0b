import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { stillStands } from '../../src/steps/load/still-stands.ts'
import { columns } from '../support/load-modes/loads-into.ts'
import {
  type LoadTarget,
  type OpenTarget,
  loadRows,
  mariadbTarget,
  postgresTarget,
  sqliteTarget,
} from '../support/load-target.ts'
import { type TestMariadb, startMariadb } from '../support/mariadb.ts'
import { type TestPostgres, startPostgres } from '../support/postgres.ts'
import { StepRig, realPorts } from '../support/step-context.ts'

let postgres: TestPostgres
let mariadb: TestMariadb
before(async () => {
  ;[postgres, mariadb] = await Promise.all([startPostgres(), startMariadb()])
})
after(async () => {
  await postgres[Symbol.asyncDispose]()
  await mariadb[Symbol.asyncDispose]()
})

/** A database, another way to write its table `people`, and one that is another table. */
const written: readonly (readonly [
  string,
  LoadTarget,
  (database: OpenTarget) => Promise<{ readonly same: string; readonly other: string }>,
])[] = [
  ['SQLite', sqliteTarget, async () => ({ same: 'People', other: 'peoples' })],
  [
    'PostgreSQL',
    postgresTarget(() => postgres),
    async () => ({ same: 'public.people', other: 'other.people' }),
  ],
  [
    'MariaDB',
    mariadbTarget(() => mariadb),
    async (database) => {
      const [row] = await database.run('select database() as name')
      return { same: `${row?.['name']}.people`, other: `${row?.['name']}.People` }
    },
  ],
]

describe('what was loaded into a table', () => {
  for (const [name, target, waysOf] of written)
    it(`no longer stands when others put their rows there, however they write its name: ${name}`, async () => {
      using rig = new StepRig()
      const database = await target.open(rig)
      const { same, other } = await waysOf(database)
      const load = (table: string, run: string, mode: 'replace' | 'append' = 'replace') =>
        loadRows(rig, database, {
          columns,
          rows: [[1, run]],
          options: { table, mode },
          more: { pipeline: run, run: { id: run, date: '2026-11-20' } },
        })
      const stands = (table: string, run: string) =>
        stillStands(
          { pipeline: run, step: 'publish', run, target: table },
          {
            databases: realPorts.databases,
            connection: { url: database.url },
            workspace: rig.workspace,
            signal: new AbortController().signal,
          },
        )
      await load('people', 'a')
      await load(other, 'o')
      assert.equal(await stands('people', 'a'), true)
      await load(same, 'b')
      assert.equal(await stands('people', 'a'), false)
      assert.equal(await stands(same, 'b'), true)
      await load('people', 'c', 'append')
      assert.equal(await stands(same, 'b'), false)
      await load(same, 'd', 'append')
      assert.equal(await stands('people', 'c'), true)
      await database.run('drop table people')
      await load(same, 'e', 'append')
      assert.equal(await stands('people', 'c'), false, 'what went with the table came back')
      assert.equal(await stands(other, 'o'), true)
    })
})
