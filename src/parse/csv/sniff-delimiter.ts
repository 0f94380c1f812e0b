import type { SampledRow } from './sample-rows.ts'
import { commonWidth } from './sniff-header.ts'

export const candidates = [',', ';', '\t', '|'] as const
type Delimiter = (typeof candidates)[number]

/** What the head of a source is, if this divides its fields. */
interface Split {
  readonly delimiter: Delimiter
  readonly rows: readonly SampledRow[]
  /** Where the table begins in them. */
  readonly table: number
}

interface Judged extends Split {
  readonly width: number
  /** The first row that is as wide as most. */
  readonly first: number
  /** How many of the rows from there on are not. */
  readonly gaps: number
  readonly score: number
}

const numberWithCommas = /^[-+]?((\d+|\d{1,3}([.' ]\d{3})+),\d+|\d{1,3}(,\d{3})+(\.\d+)?)\D?$/
const leastWhole = 0.1
const fewGaps = 0.1

/**
 * The split of most rows into one and the same number of fields, the more fields the better, and the better the fewer of
 * them another candidate stands in. One that leaves out the first lines is none where another one splits them like the rest.
 */
export function chooseDelimiter(splits: readonly Split[]): Delimiter {
  const judged = splits.map(judge).filter(({ score }) => score > 0)
  const left = judged.filter((one) => !judged.some((other) => explainsMore(other, one)))
  const [best] = left.toSorted((one, other) => other.score - one.score)
  if (best === undefined) return ','
  return isDecimalColumn(best) ? ';' : best.delimiter
}

function judge(split: Split): Judged {
  const { rows, table } = split
  const width = commonWidth(rows)
  const first = rows.findIndex(({ fields }) => fields.length === width)
  const below = rows.slice(table)
  const same = below.filter(({ fields }) => fields.length === width)
  const gaps = rows.length - first - rows.filter(({ fields }) => fields.length === width).length
  const agreeing = same.length / below.length
  const score =
    width < 2 || agreeing < 0.5
      ? 0
      : agreeing * agreeing * Math.log2(width + 1) * Math.log2(same.length + 1) * wholeness(same, split)
  return { ...split, width, first, gaps, score }
}

/** It divides lines like the rest that `one` does not divide at all, and from there on hardly fewer than `one`. */
function explainsMore(other: Judged, one: Judged): boolean {
  return (
    other.first < one.first &&
    one.rows.slice(other.first, one.first).every(({ fields }) => fields.length < 2) &&
    other.rows[one.first]?.fields.length === other.width &&
    other.gaps <= Math.max(one.gaps, 1, fewGaps * other.rows.length)
  )
}

/** The share of fields that nothing else seems to divide. */
function wholeness(rows: readonly SampledRow[], { delimiter }: Split): number {
  const fields = rows.flatMap((row) => row.fields)
  const torn = fields.reduce((sum, field) => sum + tornBy(field, delimiter), 0)
  return Math.max(leastWhole, 1 - torn / fields.length)
}

/** A comma in a field is seldom more than a comma: of a sentence, a name, a number. */
function tornBy(field: string, delimiter: Delimiter): number {
  if (candidates.some((each) => each !== ',' && each !== delimiter && field.includes(each))) return 1
  return delimiter !== ',' && /\S,\S/.test(field) && !numberWithCommas.test(field.trim()) ? 0.5 : 0
}

/** One name, and below it what would be numbers if the comma were theirs. */
function isDecimalColumn({ delimiter, rows, first, width }: Judged): boolean {
  if (delimiter !== ',' || width !== 2 || first !== 1 || rows[0]?.fields.length !== 1) return false
  return rows.slice(first).every(({ fields }) => /^[-+]?\d[\d.]*(,\d+)?$/.test(fields.join(',')))
}
