import { DatabaseSync } from 'node:sqlite'
import { type StepRig, needs } from './step-context.ts'
import { writeDataset } from './dataset.ts'
import { tableLoad } from './table-load.ts'
import type { Column } from '../../src/dataset/column.ts'
import type { Dialect } from '../../src/ports/database.ts'
import type { TableLoad } from '../../src/steps/load/options.ts'
import type { StepContext, StepOutcome } from '../../src/steps/step.ts'
import { load } from '../../src/steps/load/step.ts'
import { query as queryMariadb, type TestMariadb } from './mariadb.ts'
import { query as queryPostgres, type TestPostgres } from './postgres.ts'

/** A database that tests load into, whichever it is. */
export interface LoadTarget {
  readonly dialect: Dialect
  /** A new, empty database. */
  open(rig: StepRig): Promise<OpenTarget>
}

export interface OpenTarget {
  readonly dialect: Dialect
  readonly url: string
  /** Statements, one after the other; the last one's rows, each value as one text that is the same for all databases. */
  run(...statements: readonly string[]): Promise<Record<string, string | null>[]>
}

export const sqliteTarget: LoadTarget = {
  dialect: 'sqlite',
  async open(rig) {
    const file = rig.path('warehouse.sqlite')
    return target('sqlite', 'sqlite:warehouse.sqlite', async (sql) => {
      using database = new DatabaseSync(file)
      const statement = database.prepare(sql)
      statement.setReadBigInts(true)
      return statement.all()
    })
  },
}

export function postgresTarget(server: () => TestPostgres): LoadTarget {
  return {
    dialect: 'postgres',
    async open() {
      const url = await server().database()
      return target('postgres', url, (sql) => queryPostgres(url, sql))
    },
  }
}

export function mariadbTarget(server: () => TestMariadb): LoadTarget {
  return {
    dialect: 'mysql',
    async open() {
      const url = await server().database()
      return target('mysql', url, (sql) => queryMariadb(url, sql))
    },
  }
}

function target(
  dialect: Dialect,
  url: string,
  ask: (sql: string) => Promise<readonly Record<string, unknown>[]>,
): OpenTarget {
  return {
    dialect,
    url,
    async run(...statements) {
      let rows: readonly Record<string, unknown>[] = []
      for (const statement of statements) rows = await ask(statement)
      return rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value)])),
      )
    },
  }
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value !== 'string') return JSON.stringify(value)
  const moment = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{3})?\d*Z?$/.exec(value)
  return moment === null ? value : `${moment[1]}T${moment[2]}${moment[3] ?? '.000'}Z`
}

let datasets = 0

/** Loads these rows as a run of its own, unless `more` says which. */
export function loadRows(
  rig: StepRig,
  { url }: OpenTarget,
  {
    columns,
    rows,
    options = {},
    more = {},
  }: {
    readonly columns: readonly Column[]
    readonly rows: Iterable<readonly unknown[]>
    readonly options?: Partial<TableLoad>
    readonly more?: Partial<StepContext>
  },
): Promise<StepOutcome> {
  return load(loadContext(rig, url, { columns, rows, options, more }))
}

export function loadContext(
  rig: StepRig,
  url: string,
  {
    columns,
    rows,
    options = {},
    more = {},
  }: {
    readonly columns: readonly Column[]
    readonly rows: Iterable<readonly unknown[]>
    readonly options?: Partial<TableLoad>
    readonly more?: Partial<StepContext>
  },
): StepContext<TableLoad> {
  datasets += 1
  const dataset = writeDataset(rig.path(`datasets/daily-${datasets}.sqlite`), 'daily', { columns, rows })
  return rig.context(tableLoad({ table: 'people', ...options }), {
    stepId: 'publish',
    needs: needs(dataset),
    connections: { warehouse: { url } },
    run: { id: `run-${datasets}`, date: '2026-11-21', at: '2026-11-21T06:30:00.000Z' },
    ...more,
  })
}
