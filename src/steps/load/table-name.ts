import type { TableName } from '../../ports/database.ts'

/** `table` or `schema.table`, as a manifest has it. */
export function parseTable(text: string): TableName {
  const [first = '', second] = text.split('.', 2)
  return second === undefined ? { name: first } : { schema: first, name: second }
}
