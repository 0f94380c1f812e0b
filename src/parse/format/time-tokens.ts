/** What a token of a format stands for. */
export type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction' | 'half' | 'offset'

export interface Token {
  readonly text: string
  /** Absent: the text itself must stand there. */
  readonly part?: Part
}

const parts: Readonly<Record<string, Part>> = {
  YYYY: 'year',
  YY: 'year',
  MMMM: 'month',
  MMM: 'month',
  MM: 'month',
  M: 'month',
  DD: 'day',
  D: 'day',
  HH: 'hour',
  H: 'hour',
  hh: 'hour',
  h: 'hour',
  mm: 'minute',
  m: 'minute',
  ss: 'second',
  s: 'second',
  A: 'half',
  Z: 'offset',
}
const clock: readonly Part[] = ['hour', 'minute', 'second', 'fraction', 'half', 'offset']

/** A format as its tokens. Letters that are to stand for themselves are written in brackets; `T` needs none. */
export function timeTokens(format: string): readonly Token[] {
  return [...format.matchAll(/\[([^\]]*)\]|([A-Za-z])\2*|[^A-Za-z]/gu)].map(([text, bracketed]) => {
    if (bracketed !== undefined) return { text: bracketed }
    const part = /^S{1,9}$/.test(text) ? 'fraction' : parts[text]
    return part === undefined ? { text } : { text, part }
  })
}

/** What is wrong with a format; `undefined` when it is sound. */
export function formatFault(format: string, type: 'date' | 'timestamp'): string | undefined {
  const tokens = timeTokens(format)
  const unknown = tokens.find(
    ({ text, part }) => part === undefined && /[A-SU-Za-z]/.test(text) && !format.includes(`[${text}]`),
  )
  if (unknown !== undefined)
    return `"${unknown.text}" is no part of a format; there are ${Object.keys(parts).join(', ')} and S for fractions; put text in [ ]`
  const said = tokens.flatMap(({ part }) => (part === undefined ? [] : [part]))
  const twice = said.find((part, index) => said.indexOf(part) !== index)
  if (twice !== undefined) return `it has the ${twice} twice`
  const missing = (['year', 'month', 'day'] as const).filter((part) => !said.includes(part))
  if (missing.length > 0) return `it has no ${missing.join(' and no ')}`
  const timed = said.filter((part) => clock.includes(part))
  if (type === 'date' && timed.length > 0) return `a date has no ${timed[0] ?? ''}; make it a timestamp`
  const halves = tokens.some(({ text }) => text === 'h' || text === 'hh')
  if (halves !== said.includes('half')) return 'h and hh go with A, which is AM or PM'
  if (timed.length > 0 && !said.includes('hour')) return 'it has no hour'
  return said.includes('fraction') && !said.includes('second') ? 'it has a fraction but no second' : undefined
}
