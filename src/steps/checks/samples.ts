/** How many offending rows a message shows. */
export const maxSamples = 5

const maxFields = 8
const maxLength = 60

type Mask = (text: string) => string

/** A row as people read it: `order_id=7, zip=NULL, …`; masked, then shortened. */
export function formatRow(row: Readonly<Record<string, unknown>>, mask: Mask): string {
  const fields = Object.entries(row).map(([name, value]) => `${name}=${formatValue(value, mask)}`)
  return fields.length > maxFields ? `${fields.slice(0, maxFields).join(', ')}, …` : fields.join(', ')
}

/** A value as people read it: masked, then shortened. */
export function formatValue(value: unknown, mask: Mask): string {
  if (value === null || value === undefined) return 'NULL'
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string') return JSON.stringify(shorten(mask(value)))
  return shorten(mask(typeof value === 'bigint' ? value.toString() : JSON.stringify(value)))
}

function shorten(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
}
