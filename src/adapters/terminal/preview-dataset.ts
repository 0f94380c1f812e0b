import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import type { Palette } from './palette.ts'
import { type Cell, renderTable } from './table.ts'

const shownRows = 5
const shownColumns = 8

/** The first rows of a dataset as a small table, masked; no line at all when it cannot be read. */
export function previewDataset(
  path: string,
  columns: number,
  { paint, mask }: { readonly paint: Palette; readonly mask: (text: string) => string },
): string[] {
  try {
    using database = new DatabaseSync(path, { readOnly: true })
    const [table] = database
      .prepare(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite!_%' escape '!' limit 1",
      )
      .all()
    const name = `"${String(table?.['name']).replaceAll('"', '""')}"`
    const statement = database.prepare(`select * from ${name} limit ${shownRows}`)
    statement.setReadBigInts(true)
    const total = Number(database.prepare(`select count(*) as n from ${name}`).get()?.['n'] ?? 0)
    return drawn(
      statement.all().map((row) => maskedRow(row, mask)),
      total,
      columns,
      paint,
    )
  } catch {
    return []
  }
}

type Row = Readonly<Record<string, SQLOutputValue>>

function maskedRow(row: Row, mask: (text: string) => string): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [mask(name), typeof value === 'string' ? mask(value) : value]),
  )
}

function drawn(rows: readonly Row[], total: number, columns: number, paint: Palette): string[] {
  const names = Object.keys(rows[0] ?? {}).slice(0, shownColumns)
  const isNumber = (name: string): boolean =>
    rows.every((row) => ['number', 'bigint'].includes(typeof row[name]))
  const head = names.map((name): Cell => ({
    text: name,
    paint: paint.dim,
    align: isNumber(name) ? 'right' : 'left',
  }))
  const body = rows.map((row) => names.map((name) => cell(row[name], isNumber(name), paint)))
  const more = total - rows.length
  return [
    ...renderTable([head, ...body], columns),
    ...(more > 0 ? [paint.dim(`… ${more.toLocaleString('en-US')} more`)] : []),
  ]
}

function cell(value: SQLOutputValue | undefined, isNumber: boolean, paint: Palette): Cell {
  if (value === null || value === undefined)
    return { text: '∅', paint: paint.dim, align: isNumber ? 'right' : 'left' }
  return {
    text: value instanceof Uint8Array ? `${value.length} bytes` : String(value),
    align: isNumber ? 'right' : 'left',
  }
}
