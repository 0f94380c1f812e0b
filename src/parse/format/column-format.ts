import type { ColumnType } from '../../dataset/column.ts'

/** How the texts of a column are written in their source, where that is not as a dataset writes them. */
export interface ColumnFormat {
  /** Of a date or a timestamp: `DD.MM.YYYY HH:mm`. */
  readonly format?: string
  /** Of a timestamp without an offset of its own: the zone of its clock. */
  readonly zone?: string
  /** Of a number: what stands before its fraction. Default: a point. */
  readonly decimal?: string
  /** Of a number: what may stand between groups of three digits. Default: nothing. */
  readonly thousands?: string
  /** Of a boolean: the words for it. Default: the words of every boolean. */
  readonly true?: readonly string[]
  readonly false?: readonly string[]
}

/** What a rewrite answers in place of an offset: the text does not fit; its hour is skipped, or comes twice. */
export const misfit = { text: -1, gap: -2, twice: -3 } as const

/** Writes the text `bytes[from, to)` as a dataset writes it to `out`, behind it, and answers the offset behind that. */
export type Rewrite = (bytes: Buffer, from: number, to: number, out: number) => number

/** The rule that a text breaks which does not fit. */
export function ruleOf(type: ColumnType, format: ColumnFormat, why: number): string {
  const clock = format.zone === undefined ? '' : ` in ${format.zone}`
  if (why === misfit.gap) return `${type}${clock}, where the clock skips this hour`
  if (why === misfit.twice) return `${type}${clock}, where this hour comes twice`
  if (format.format !== undefined) return `${type} as ${format.format}`
  if (type === 'boolean') return `boolean as ${words(format.true, 'true')} / ${words(format.false, 'false')}`
  const { decimal = '.', thousands = '' } = format
  return `${type} as 1${thousands}234${type === 'integer' ? '' : `${decimal}5`}`
}

function words(said: readonly string[] | undefined, otherwise: string): string {
  return said === undefined ? otherwise : said.map((word) => (word === '' ? '""' : word)).join(', ')
}
