import { DatabaseSync } from 'node:sqlite'
import type { StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { Bug, unreachable } from '../../diagnostic/failure.ts'
import type {
  SqliteOptions,
  SqliteResultColumn,
  SqliteStatement,
  SqlResult,
  SqlValue,
} from '../../ports/sqlite.ts'
import { attachable } from '../../steps/sql/attachable.ts'
import { registerFunctions } from '../../steps/sql/functions.ts'
import { Guard } from '../../steps/sql/guard.ts'
import type { Reply, Request, SqliteProblem } from './protocol.ts'
import { SelectedRows } from './selected-rows.ts'

/** How long a statement waits for another process's lock. */
const lockTimeoutMs = 120_000

const nothing: Reply = { rows: [], changes: 0, columns: [] }

let database: DatabaseSync | undefined
const guard = new Guard()
let selected: SelectedRows | undefined

/** Does what the parent asks; runs in the child. */
export function answer(request: Request): Reply {
  switch (request.do) {
    case 'open':
      return open(request.options)
    case 'query':
      return query(request.statement)
    case 'describe':
      return { ...nothing, columns: describe(request.statement) }
    case 'select':
      selected = new SelectedRows(prepare(request.statement), boundTo(request.statement), request.columns)
      return nothing
    case 'fetch':
      return { ...nothing, ...selected?.next() }
    default:
      return unreachable(request)
  }
}

export function problemOf(error: unknown): SqliteProblem {
  const refused = guard.refused
  const message = error instanceof Error ? error.message : String(error)
  const errcode = error instanceof Error && 'errcode' in error ? Number(error.errcode) : undefined
  return {
    message,
    ...(errcode === undefined ? {} : { errcode }),
    ...(refused === undefined ? {} : { refused }),
  }
}

function open(options: SqliteOptions): Reply {
  database = new DatabaseSync(options.path === ':memory:' ? options.path : pathToFileURL(options.path), {
    readOnly: options.readOnly ?? false,
    allowExtension: false,
    timeout: lockTimeoutMs,
  })
  for (const { name, path } of options.attach ?? []) {
    database.prepare('attach ? as ?').run(attachable(path), name)
  }
  if (options.unpublished === true) {
    database.enableDefensive(false)
    database.exec(
      'pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive; pragma writable_schema = on',
    )
  } else {
    database.enableDefensive(true)
  }
  if (options.functions === true) registerFunctions(database)
  database.setAuthorizer((action, first, second, name) => guard.judge(action, first, second, name))
  return nothing
}

function prepare(statement: SqliteStatement): StatementSync {
  if (database === undefined) throw new Bug('a statement came before its database was opened')
  guard.arm(statement.guard)
  const prepared = database.prepare(statement.sql)
  prepared.setReadBigInts(true)
  return prepared
}

function query(statement: SqliteStatement): Reply {
  const prepared = prepare(statement)
  const parameters = boundTo(statement)
  if (prepared.columns().length === 0) {
    return { ...nothing, changes: Number(answered(prepared.run(...parameters)).changes) }
  }
  const rows = answered(prepared.all(...parameters))
  return { ...nothing, rows: rows.map(readable) }
}

/** `node:sqlite` swallows what an aggregate function throws, and then answers nothing at all. */
function answered<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('decimal_sum: a value is no decimal number')
  return value
}

function describe(statement: SqliteStatement): readonly SqliteResultColumn[] {
  return prepare(statement)
    .columns()
    .map(({ name, database: schema, table, column, type }) => ({
      name,
      ...(type !== null && { declared: type }),
      ...(schema !== null &&
        table !== null &&
        column !== null && { origin: { database: schema, table, column } }),
    }))
}

function boundTo({ parameters = [] }: SqliteStatement): SqlValue[] {
  return parameters.map(bindable)
}

/** A JavaScript number binds as REAL: a whole one is meant as an integer. */
function bindable(value: SqlValue): SqlValue {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value
}

function readable(row: Record<string, SqlResult>): Record<string, SqlResult> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, readableValue(value)]))
}

function readableValue(value: SqlResult): SqlResult {
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
