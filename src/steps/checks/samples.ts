import type { Column } from '../../dataset/column.ts'

/** How many offending rows a message shows. */
export const maxSamples = 5

const maxFields = 8
const maxLength = 60

type Mask = (text: string) => string

/** A row as people read it: `order_id=7, zip=NULL, …`; masked, then shortened. */
export function formatRow(
  row: Readonly<Record<string, unknown>>,
  mask: Mask,
  columns: readonly Column[] = [],
): string {
  const fields = Object.entries(row).map(([name, value]) => {
    const column = columns.find((known) => known.name === name)
    return `${name}=${formatValue(value, mask, column)}`
  })
  return fields.length > maxFields ? `${fields.slice(0, maxFields).join(', ')}, …` : fields.join(', ')
}

/** A value as people read it: masked, then shortened. */
export function formatValue(value: unknown, mask: Mask, column?: Column): string {
  if (value === null || value === undefined) return 'NULL'
  const digits = decimalText(value, column)
  if (digits !== undefined) return shorten(mask(digits))
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string') return JSON.stringify(shorten(mask(value)))
  return shorten(mask(typeof value === 'bigint' ? value.toString() : JSON.stringify(value)))
}

/** A decimal with the digits of its column, which a number does not keep: 2.50, not 2.5. */
function decimalText(value: unknown, column: Column | undefined): string | undefined {
  if (column?.type !== 'decimal') return undefined
  if (typeof value === 'string') return value
  if (typeof value !== 'number' || column.scale === undefined) return undefined
  const text = value.toFixed(column.scale)
  return Number(text) === value ? text : undefined
}

function shorten(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
}
