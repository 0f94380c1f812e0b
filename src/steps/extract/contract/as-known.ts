import type { Column } from '../../../dataset/column.ts'
import { foldName } from '../../../dataset/create-table.ts'

/**
 * The names of a source as a contract knows them. SQL cannot tell `z` from `Z`, so a column that is written otherwise than the
 * one there was is that one. One that a known name is written like exactly stays what it is.
 */
export function asKnown(names: readonly string[], known: readonly Column[]): readonly string[] {
  const there = new Set(names)
  const lacking = new Map(
    known.flatMap(({ name }) => (there.has(name) ? [] : [[foldName(name), name] as const])),
  )
  if (lacking.size === 0) return names
  const own = new Set(known.map(({ name }) => name))
  return names.map((name) => {
    const folded = foldName(name)
    const before = own.has(name) ? undefined : lacking.get(folded)
    if (before === undefined) return name
    lacking.delete(folded)
    return before
  })
}

/** Columns of a source, by the names they are known by. */
export function columnsAsKnown(columns: readonly Column[], known: readonly Column[]): readonly Column[] {
  const called = asKnown(
    columns.map(({ name }) => name),
    known,
  )
  return columns.map((column, index) => ({ ...column, name: called[index] ?? column.name }))
}
