/** How many offending rows a message shows. */
export const maxSamples = 5

const maxFields = 8
const maxLength = 60

/** A row as people read it: `order_id=7, zip=NULL, …`. */
export function formatRow(row: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(row).map(([name, value]) => `${name}=${formatValue(value)}`)
  return fields.length > maxFields ? `${fields.slice(0, maxFields).join(', ')}, …` : fields.join(', ')
}

export function formatValue(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string') return JSON.stringify(shorten(value))
  return shorten(typeof value === 'bigint' ? value.toString() : JSON.stringify(value))
}

function shorten(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
}

export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
