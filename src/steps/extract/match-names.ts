import type { Column } from '../../dataset/column.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { nearest } from '../../text/nearest.ts'
import type { Spooled } from './spool.ts'

/** All files of one extract have the same columns, in any order. */
export function sameColumns(
  expected: readonly string[],
  found: readonly string[],
  first: Spooled | undefined,
  source: Spooled,
): void {
  const missing = expected.filter((name) => !found.includes(name))
  const extra = found.filter((name) => !expected.includes(name))
  if (missing.length === 0 && extra.length === 0) return
  const differences = [
    ...(missing.length === 0 ? [] : [`it lacks ${missing.map(quote).join(', ')}`]),
    ...(extra.length === 0 ? [] : [`it has also ${extra.map(quote).join(', ')}`]),
  ]
  throw new Failure(
    'columns/mismatch',
    `"${source.label}" has other columns than "${first?.label ?? ''}": ${differences.join('; ')}`,
    { help: 'Extract files of different shapes in steps of their own, and join them in a transform' },
  )
}

/** Where each declared column stands in a source. A column of csv that is not there is a mistake worth stopping for. */
export function locateColumns(
  columns: readonly Column[],
  names: readonly string[],
  source: Spooled,
): number[] {
  const missing = columns.filter(({ name }) => !names.includes(name))
  if (missing.length === 0) return columns.map(({ name }) => names.indexOf(name))
  throw new Failure(
    'columns/mismatch',
    `"${source.label}" has no column ${missing.map(({ name }) => quote(name)).join(', ')}; it has ${names.map(quote).join(', ')}`,
    { help: suggestion(missing, names) },
  )
}

function suggestion(missing: readonly Column[], names: readonly string[]): string {
  const [name = ''] = missing.map((column) => column.name)
  const close = nearest(name, names)
  return close === undefined ? 'Correct "columns", or the source' : `Did you mean "${close}"?`
}

function quote(name: string): string {
  return JSON.stringify(name)
}
