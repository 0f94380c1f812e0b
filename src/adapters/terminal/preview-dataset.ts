import type { Column } from '../../dataset/column.ts'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import { DatasetCursor } from '../../dataset/file-format/dataset-cursor.ts'
import type { DatasetReader } from '../../dataset/dataset-reader.ts'
import { fieldValue } from '../../dataset/read-rows.ts'
import { counted } from '../../text/quantities.ts'
import type { Palette } from './palette.ts'
import { type Cell, renderTable } from './table.ts'

const shownRows = 5
const shownColumns = 8

/** A row as it is shown; `undefined` for null. */
type Texts = readonly (string | undefined)[]

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
    const shown = dataset.columns.slice(0, shownColumns)
    const rows = firstRows(dataset, shown)
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
  rows: readonly Texts[],
  columns: readonly Column[],
  { paint, mask }: { readonly paint: Palette; readonly mask: (text: string) => string },
): Cell[][] {
  const head = columns.map((column): Cell => ({
    text: mask(column.name),
    paint: paint.dim,
    align: alignOf(column),
  }))
  const body = rows.map((row) =>
    columns.map((column, index): Cell => {
      const text = row[index]
      const align = alignOf(column)
      return text === undefined ? { text: '∅', paint: paint.dim, align } : { text: mask(text), align }
    }),
  )
  return [head, ...body]
}

function alignOf({ type }: Column): 'left' | 'right' {
  return type === 'integer' || type === 'decimal' || type === 'real' ? 'right' : 'left'
}

function firstRows(dataset: DatasetReader, columns: readonly Column[]): Texts[] {
  const cursor = new DatasetCursor(dataset)
  const rows: Texts[] = []
  while (rows.length < shownRows && cursor.next())
    rows.push(columns.map((column, index) => textOf(cursor, column, index)))
  return rows
}

/** JSON as it is kept: parsed, `1e400` would be no number, and of two members of one name one. */
function textOf(cursor: DatasetCursor, column: Column, index: number): string | undefined {
  if (cursor.isNull(index)) return undefined
  const value = column.type === 'json' ? cursor.text(index) : fieldValue(cursor, column, index)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
