import { sql } from 'kysely'
import type { Column } from '../../dataset/column.ts'
import { foldName } from '../../dataset/create-table.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { TableName, Transaction } from '../../ports/database.ts'
import { tableId, tableText } from '../sql/identifier.ts'
import type { ColumnPair, TargetColumn } from './dialects/dialect.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import { addColumn } from './target-table.ts'

/**
 * Pairs columns by name. What the table has besides must be filled by the database itself. Throws a `Failure`
 * (`columns/mismatch`) that lists both sides.
 */
export function matchColumns(
  columns: readonly Column[],
  target: readonly TargetColumn[],
  at: { readonly transaction: Transaction; readonly table: TableName; readonly from: string },
): readonly ColumnPair[] {
  const added = columns.filter(({ name }) => !target.some((column) => column.name === name))
  const missing = target.filter(
    ({ name, filled }) => !filled && !columns.some((column) => column.name === name),
  )
  if (added.length > 0 || missing.length > 0) throw mismatch(columns, target, { ...at, added, missing })
  return columns.flatMap((source) => {
    const pair = target.find(({ name }) => name === source.name)
    return pair === undefined ? [] : [{ source, target: pair }]
  })
}

/** Whether a whole row of the dataset is, column by column, a whole row of the table. */
export function isSameOrder(columns: readonly Column[], target: readonly TargetColumn[]): boolean {
  return columns.length === target.length && columns.every(({ name }, index) => name === target[index]?.name)
}

interface Mismatch {
  readonly transaction: Transaction
  readonly table: TableName
  readonly from: string
  readonly added: readonly Column[]
  readonly missing: readonly TargetColumn[]
}

function mismatch(
  columns: readonly Column[],
  target: readonly TargetColumn[],
  { transaction, table, from, added, missing }: Mismatch,
): Failure {
  const name = tableText(table)
  const { types } = loadDialects[transaction.dialect]
  // That one of them is a slip is likelier than that both are meant, as they may be in PostgreSQL.
  const renamed = added.flatMap(({ name: source }) => {
    const there = target.find((column) => foldName(column.name) === foldName(source))?.name
    return there === undefined || columns.some((column) => column.name === there) ? [] : [{ source, there }]
  })
  const isOther = (column: { readonly name: string }): boolean =>
    !renamed.some(({ source, there }) => column.name === source || column.name === there)
  const quoted = (column: string): string => sql.id(column).compile(transaction.db).sql
  const differences = [
    ...(added.length === 0 ? [] : [`the table lacks ${list(added)}`]),
    ...(missing.length === 0 ? [] : [`the dataset lacks ${list(missing)}`]),
  ]
  const remedies = [
    ...renamed.map(
      ({ source, there }) =>
        `select "${source}" as "${there}" in "${from}", or rename the column there: alter table ${tableId(table).compile(transaction.db).sql} rename column ${quoted(there)} to ${quoted(source)}`,
    ),
    ...added
      .filter(isOther)
      .map(
        (column) =>
          `add a column "${column.name}" (${column.type}) to "${name}": ${addColumn(table, column.name, types.of(column)).compile(transaction.db).sql}`,
      ),
    ...missing.filter(isOther).map((column) => `give "${column.name}" a default, or select it in "${from}"`),
  ]
  return new Failure(
    'columns/mismatch',
    `"${from}" and table "${name}" have different columns: ${differences.join('; ')}\n- "${from}": ${describe(columns)}\n- "${name}": ${describe(target)}`,
    { help: sentence(remedies) },
  )
}

function list(columns: readonly { readonly name: string }[]): string {
  return columns.map(({ name }) => `"${name}"`).join(', ')
}

function describe(columns: readonly { readonly name: string; readonly type: string }[]): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(', ')
}

function sentence(remedies: readonly string[]): string {
  const text = remedies.join('; ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
