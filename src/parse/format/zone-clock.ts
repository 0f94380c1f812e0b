const dayMs = 24 * 60 * 60 * 1000
const quarterMs = 15 * 60 * 1000
const mostKept = 100_000

/**
 * By how many minutes the clock of a zone that shows a time is ahead of UTC; `gap` when it never shows it, `twice` when it
 * shows it twice. The time is given as if it were UTC, in milliseconds.
 */
export type Clock = (shown: number) => number | 'gap' | 'twice'

/** The clock of a zone (`Europe/Berlin`). Throws a `RangeError` for a zone there is not. */
export function zoneClock(zone: string): Clock {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  const ahead = (at: number): number => (Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - at) / 60_000
  const known = new Map<number, number | 'gap' | 'twice'>()
  return (shown) => {
    const quarter = Math.floor(shown / quarterMs)
    const before = known.get(quarter)
    if (before !== undefined) return before
    const candidates = new Set([ahead(shown - dayMs), ahead(shown + dayMs)])
    const [first, second] = [...candidates].filter((minutes) => ahead(shown - minutes * 60_000) === minutes)
    const found = first === undefined ? 'gap' : second === undefined ? first : 'twice'
    if (known.size >= mostKept) known.clear()
    known.set(quarter, found)
    return found
  }
}

export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
