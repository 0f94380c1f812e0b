/** `1,204,331 rows`. */
export function rows(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'row' : 'rows'}`
}

/** Rows a second: `412 k/s`. Nothing where the rows are too few to tell. */
export function rate(count: number, ms: number): string {
  if (ms < 1 || count < 1000) return ''
  const perSecond = (count * 1000) / ms
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(1)} M/s`
  if (perSecond >= 1e4) return `${Math.round(perSecond / 1000)} k/s`
  return `${Math.round(perSecond).toLocaleString('en-US')}/s`
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
