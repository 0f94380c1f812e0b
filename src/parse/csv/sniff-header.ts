import type { SampledRow } from './sample-rows.ts'

const longestPreamble = 100
const wideTable = 5

/** A header has no field that is a number, a date or a truth value. */
export function looksLikeHeader(first: readonly string[]): boolean {
  return !first.some((field) =>
    /^([-+]?\d*[.,]?\d+(e[-+]?\d+)?|\d{4}-\d\d-\d\d.*|\d\d?[./]\d\d?[./]\d{2,4}.*|true|false)$/i.test(
      field.trim(),
    ),
  )
}

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
  const fields = rows[first]?.fields
  if (fields === undefined || first > longestPreamble || !looksLikeHeader(fields)) return 0
  if (rows.filter((row) => row.fields.length === width).length < 2) return 0
  return rows.slice(0, first).every((row) => isAside(row.fields, width)) ? first : 0
}

function isAside(fields: readonly string[], width: number): boolean {
  if (fields.length === width)
    return filled(fields) === 1 && (fields[0] ?? '').trim() !== '' && looksLikeHeader(fields)
  return fields.length < width && filled(fields) <= (width < wideTable ? 1 : 2)
}

function filled(fields: readonly string[]): number {
  return fields.filter((field) => field.trim() !== '').length
}
