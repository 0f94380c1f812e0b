import type { Column } from '../../dataset/column.ts'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import { readRows, type Row, type Value } from '../../dataset/read-rows.ts'
import { counted } from '../../text/quantities.ts'
import type { Palette } from './palette.ts'
import { type Cell, renderTable } from './table.ts'

const shownRows = 5
const shownColumns = 8

/**
 * The first rows of a dataset as a small table, masked, with every digit of a decimal; no line at all when it cannot be
 * read. What is not shown is counted: it is what this run loaded, not all that its target holds.
 */
export function previewDataset(
  path: string,
  columns: number,
  { paint, mask }: { readonly paint: Palette; readonly mask: (text: string) => string },
): string[] {
  try {
    using dataset = openDatasetFile(path)
    const [rows = []] = readRows(dataset, shownRows)
    const shown = dataset.columns.slice(0, shownColumns)
    const more = [
      ...(dataset.rows === 0 ? ['no rows'] : []),
      ...(dataset.rows > rows.length
        ? [`… ${counted(dataset.rows - rows.length, 'more row')} of this load`]
        : []),
      ...(dataset.columns.length > shown.length
        ? [counted(dataset.columns.length - shown.length, 'more column')]
        : []),
    ]
    return [
      ...renderTable(cellsOf(rows, shown, { paint, mask }), columns),
      ...(more.length > 0 ? [paint.dim(more.join(', '))] : []),
    ]
  } catch {
    return []
  }
}

function cellsOf(
  rows: readonly Row[],
  columns: readonly Column[],
  { paint, mask }: { readonly paint: Palette; readonly mask: (text: string) => string },
): Cell[][] {
  const head = columns.map((column): Cell => ({
    text: mask(column.name),
    paint: paint.dim,
    align: alignOf(column),
  }))
  const body = rows.map((row) =>
    columns.map((column): Cell => {
      const value = row[column.name] ?? null
      const align = alignOf(column)
      return value === null
        ? { text: '∅', paint: paint.dim, align }
        : { text: mask(textOf(value, column)), align }
    }),
  )
  return [head, ...body]
}

function alignOf({ type }: Column): 'left' | 'right' {
  return type === 'integer' || type === 'decimal' || type === 'real' ? 'right' : 'left'
}

function textOf(value: Value, { type }: Column): string {
  return type === 'json' || typeof value === 'object' ? JSON.stringify(value) : String(value)
}
