import type { Compile, Compiled, QueryTable } from './compile.ts'
import { readComplaint } from './place-complaint.ts'
import { sqlTokens } from './tokens.ts'

/** A table whose columns may not be known before the run. */
export interface NeedTable {
  readonly name: string
  readonly columns: readonly string[] | undefined
}

/** Tables under which a query compiles as far as it can, and what that leaves uncertain. */
export interface Supposed {
  readonly compiled: Compiled
  readonly compile: Compile
  /** Whether a column that is missing all the same is certainly missing. */
  readonly isCertain: (column: string) => boolean
  /** Whether nothing had to be supposed: the columns of every table that the query names are known. */
  readonly isWhole: boolean
}

export interface QueryDatabase {
  setTables(tables: readonly QueryTable[], aliases: boolean): boolean
  compile(sql: string): Compiled
  readonly functions: readonly string[]
}

/** Stands in each table whose columns are not known: a `*` that reaches it shows it. */
export const unknownColumn = 'millrace_unknown'

const mostColumns = 1000
const mostTries = 12

/**
 * Compiles a query against its tables. Those of unknown columns are supposed to have every column that the query
 * names, as long as that makes no name ambiguous: what SQLite still misses then is missing whatever they hold.
 * `undefined` when the tables themselves cannot be made.
 */
export function supposeTables(
  sql: string,
  needs: readonly NeedTable[],
  database: QueryDatabase,
  aliases: boolean,
): Supposed | undefined {
  const open = needs.filter(({ columns }) => columns === undefined)
  const supposed = new Map(
    open.map(({ name }, index) => [name, index === 0 ? namesIn(sql) : new Set<string>()]),
  )
  const doubtful = new Set<string>()
  for (let tries = 0; tries < mostTries; tries++) {
    const tables = needs.map(({ name, columns }) => ({
      name,
      columns: columns ?? listed(supposed.get(name)),
    }))
    if (tables.some(({ columns }) => columns.length > mostColumns)) return undefined
    if (!database.setTables(tables, aliases)) return undefined
    const compiled = database.compile(sql)
    if (open.length === 0 || !('error' in compiled) || !adapt(compiled.error, supposed, doubtful))
      return {
        compiled,
        compile: async (text) => database.compile(text),
        isWhole: !open.some(({ name }) => isNamed(name, sql)),
        isCertain: (column) => open.length === 0 || (doubtful.size === 0 && inAll(supposed, column)),
      }
  }
  return undefined
}

/** Changes what is supposed so that the complaint may go away; `false` when it is none that could. */
function adapt(error: string, supposed: Map<string, Set<string>>, doubtful: Set<string>): boolean {
  const complaint = readComplaint(error)
  if (complaint === undefined) return false
  const column = lastPart(complaint.subject)
  if (complaint.kind === 'column' || complaint.kind === 'join') {
    if (doubtful.has(column) || inAll(supposed, column)) return false
    for (const columns of supposed.values()) columns.add(column)
    return true
  }
  if (complaint.kind !== 'ambiguous' || doubtful.has(column)) return false
  doubtful.add(column)
  const [first, ...rest] = supposed.values()
  for (const columns of rest) columns.delete(column)
  if (rest.length === 0) first?.delete(column)
  return true
}

function inAll(supposed: ReadonlyMap<string, ReadonlySet<string>>, column: string): boolean {
  const name = lastPart(column)
  return [...supposed.values()].every((columns) => columns.has(name))
}

function lastPart(subject: string): string {
  return (subject.split('.').at(-1) ?? '').toLowerCase()
}

function namesIn(sql: string): Set<string> {
  return new Set(sqlTokens(sql).flatMap(({ name }) => (name === undefined ? [] : [name.toLowerCase()])))
}

function isNamed(table: string, sql: string): boolean {
  const names = namesIn(sql)
  const name = table.toLowerCase()
  return names.has(name) || names.has(name.replaceAll('-', '_'))
}

function listed(names: ReadonlySet<string> | undefined): string[] {
  return [...(names ?? []), unknownColumn].filter((name) => name !== '')
}
