let grouped: Intl.NumberFormat | undefined

/** `1,204`. */
export function number(value: number): string {
  // Most are small, and the data of a locale takes as long to load as a whole manifest.
  if (Number.isInteger(value) && Math.abs(value) < 1000) return String(value)
  grouped ??= new Intl.NumberFormat('en-US')
  return grouped.format(value)
}

/** `1 step`, `3 steps`. */
export function counted(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`
}

/** A time for people: `850 ms`, `12.3 s`, `2 min 14 s`, `1 h 02 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${padded(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${padded(minutes % 60)} min`
}

const padded = (value: number) => String(value).padStart(2, '0')

/** US dollars, to the cent, or finer when that would say nothing. */
export function dollars(value: number): string {
  return `$${value === 0 || value >= 0.01 ? value.toFixed(2) : value.toPrecision(1)}`
}

/** Rows a second: `412 k/s`. Nothing where the rows are too few to tell. */
export function rate(count: number, ms: number): string {
  if (ms < 1 || count < 1000) return ''
  const perSecond = (count * 1000) / ms
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(1)} M/s`
  if (perSecond >= 1e4) return `${Math.round(perSecond / 1000)} k/s`
  return `${number(Math.round(perSecond))}/s`
}

/** `38.2 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = bytes / 1000
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1]
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`
}
