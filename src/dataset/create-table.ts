import { Failure, unreachable } from '../diagnostic/failure.ts'
import type { Column } from './column.ts'
import { mostColumns } from './file-format/page-format.ts'

export type Storage = 'TEXT' | 'INTEGER' | 'REAL'

/** A double carries any 15 digits there and back; a longer decimal is kept as text. */
export const mostRealDigits = 15

/** What SQLite keeps a column as. */
export function storageOf(column: Column): Storage {
  switch (column.type) {
    case 'integer':
    case 'boolean':
      return 'INTEGER'
    case 'real':
      return 'REAL'
    case 'decimal':
      return (column.precision ?? mostRealDigits) > mostRealDigits ? 'TEXT' : 'REAL'
    case 'text':
    case 'date':
    case 'timestamp':
    case 'json':
      return 'TEXT'
    default:
      return unreachable(column.type)
  }
}

/**
 * The `CREATE TABLE` of a dataset: STRICT, and what SQLite's types cannot say as a comment behind each column,
 * which SQLite keeps word for word (`decimal(12,2)`, `date`, …). Throws a `Failure` (`dataset/columns`) for
 * names that no table can have.
 */
export function createTable(table: string, columns: readonly Column[]): string {
  checkNames(table, columns)
  const lines = columns.map((column) => `  ${columnText(column)}`)
  return `CREATE TABLE ${quoteName(table)} (\n${lines.join(',\n')}\n) STRICT`
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function columnText(column: Column): string {
  const comment = typeComment(column)
  return [
    quoteName(column.name),
    storageOf(column),
    ...(column.notNull === true ? ['NOT NULL'] : []),
    ...(comment === undefined ? [] : [`/* ${comment} */`]),
  ].join(' ')
}

/** What the comment says; nothing where SQLite's own type says it all. */
function typeComment(column: Column): string | undefined {
  const { type, precision, scale, open } = column
  if (type === 'decimal') {
    if (precision === undefined && scale === undefined) return 'decimal'
    const digits = `${precision ?? '*'}${scale === undefined ? '' : `,${scale}`}`
    return `decimal(${digits})${open === true ? ' open' : ''}`
  }
  if (type === 'timestamp') {
    const digits = scale === undefined ? '' : `(${scale})`
    return `timestamp${digits}${column.zoned === true ? ' zoned' : ''}`
  }
  return type === 'boolean' || type === 'date' || type === 'json' ? type : undefined
}

/** SQLite compares names without regard to the case of ASCII letters. */
export function foldName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function checkNames(table: string, columns: readonly Column[]): void {
  if (table === '' || table.includes('\0') || /^sqlite_/i.test(table)) {
    throw new Failure('dataset/columns', `a table cannot be named ${JSON.stringify(table)}`)
  }
  if (columns.length === 0) throw new Failure('dataset/columns', `${table} has no columns`)
  if (columns.length > mostColumns) {
    throw new Failure(
      'dataset/columns',
      `${table} has ${columns.length} columns; a table holds at most ${mostColumns}`,
    )
  }
  const seen = new Map<string, string>()
  for (const { name } of columns) {
    const folded = foldName(name)
    const same = seen.get(folded)
    if (name === '' || name.includes('\0')) {
      throw new Failure('dataset/columns', `a column of ${table} cannot be named ${JSON.stringify(name)}`)
    }
    if (same !== undefined) {
      throw new Failure('dataset/columns', `${table} has two columns named ${sameName(same, name)}`, {
        help: 'Rename one of them',
      })
    }
    seen.set(folded, name)
  }
}

function sameName(first: string, second: string): string {
  const names = `${JSON.stringify(first)} and ${JSON.stringify(second)}`
  return first === second ? JSON.stringify(first) : `${names}, which SQL cannot tell apart`
}
