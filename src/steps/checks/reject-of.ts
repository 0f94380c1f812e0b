import type { Column, Dataset } from '../../dataset/column.ts'
import type { DatasetCursor } from '../../dataset/file-format/dataset-cursor.ts'
import { fieldValue } from '../../dataset/read-rows.ts'
import type { Reject } from '../../dataset/reject.ts'
import type { RowRule } from './check.ts'

/** What is told of the row that a cursor stands on, which broke rules. */
export function rejectOf(rules: readonly RowRule[], cursor: DatasetCursor, { columns }: Dataset): Reject {
  const fields = new Map(columns.map((column, index) => [column.name, fieldOf(cursor, column, index)]))
  const valuesOf = (rule: RowRule) => columnsOf(rule).map((name) => fields.get(name)?.text ?? 'NULL')
  const members = [...fields].map(([name, { json }]) => `${JSON.stringify(name)}:${json}`)
  return {
    line: null,
    column: rules.map((rule) => columnsOf(rule).join(', ')).join('; '),
    rule: rules.map(({ rule }) => `check ${rule}`).join('; '),
    value: rules.map((rule) => valuesOf(rule).join(', ')).join('; '),
    raw: `{${members.join(',')}}`,
  }
}

export function columnsOf(rule: RowRule): readonly string[] {
  return 'columns' in rule ? rule.columns : [rule.column]
}

/** A field as it is told, and as a member of the whole row. JSON is what it was: parsed, `1e400` would be null. */
function fieldOf(
  cursor: DatasetCursor,
  column: Column,
  index: number,
): { readonly text: string; readonly json: string } {
  if (cursor.isNull(index)) return { text: 'NULL', json: 'null' }
  const value = column.type === 'json' ? cursor.text(index) : fieldValue(cursor, column, index)
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (column.type === 'json') return { text, json: text }
  return { text, json: JSON.stringify(typeof value === 'bigint' ? text : value) }
}
