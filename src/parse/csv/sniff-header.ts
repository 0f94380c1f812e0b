import { holdsNoValue, looksLikeHeader } from './looks-like-header.ts'
import type { SampledRow } from './sample-rows.ts'

const longestPreamble = 100
const wideTable = 5

/** How many fields most rows of more than one have; 0 when there are none. */
export function commonWidth(rows: readonly SampledRow[]): number {
  const counts = new Map<number, number>()
  for (const { fields } of rows)
    if (fields.length > 1) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1)
  const [width = 0] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? []
  return width
}

/**
 * Where the table begins in rows that begin with something else: a title, the bank's address, the time of the export.
 * Its first row is as wide as the rows below it and names each column (but one); what stands above it is one text, or
 * two above a wide table. Without all of that nothing is above the first row.
 */
export function findTable(rows: readonly SampledRow[], width: number): number {
  const first = rows.findIndex(
    ({ fields }) => fields.length === width && filled(fields) >= Math.max(2, width - 1),
  )
  if (first < 0 || first > longestPreamble || !isHeader(rows, first)) return 0
  if (rows.filter((row) => row.fields.length === width).length < 2) return 0
  return rows.slice(0, first).every((row) => isAside(row.fields, width)) ? first : 0
}

/** Whether a row names the columns of those below it that are as wide. */
export function isHeader(rows: readonly SampledRow[], at: number): boolean {
  const fields = rows[at]?.fields ?? []
  const below = rows.slice(at + 1).filter((row) => row.fields.length === fields.length)
  return looksLikeHeader(
    fields,
    below.map((row) => row.fields),
  )
}

function isAside(fields: readonly string[], width: number): boolean {
  if (fields.length === width)
    return filled(fields) === 1 && (fields[0] ?? '').trim() !== '' && holdsNoValue(fields)
  return fields.length < width && filled(fields) <= (width < wideTable ? 1 : 2)
}

function filled(fields: readonly string[]): number {
  return fields.filter((field) => field.trim() !== '').length
}
