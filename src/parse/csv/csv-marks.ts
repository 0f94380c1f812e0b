import { Failure } from '../../diagnostic/failure.ts'

interface MarkTexts {
  readonly delimiter: string
  readonly quote: string
  readonly escape: string
  readonly comment: string
}

/** What divides a CSV into records and fields; the empty text where there is none. */
export interface CsvMarks extends MarkTexts {
  readonly strayQuotes: 'reject' | 'keep'
  readonly tolerant: boolean
}

/** Throws a `Failure` (`csv/dialect`) for marks that cannot be told apart. */
export function checkMarks(marks: CsvMarks): void {
  const fault = marksFault(marks)
  if (fault === undefined) return
  throw new Failure('csv/dialect', fault, { help: 'None of them may be empty or begin with another' })
}

/** Why marks cannot be told apart; `undefined` when they can. */
export function marksFault({ delimiter, quote, escape, comment }: MarkTexts): string | undefined {
  if (delimiter === '') return 'the delimiter is empty'
  const pairs = [
    [delimiter, quote],
    [delimiter, quote === '' ? '' : escape],
    [comment, delimiter],
    [comment, quote],
    [escape === quote ? '' : escape, quote],
  ] as const
  const same = pairs.find(([one, other]) => overlap(one, other))
  if (same === undefined) return undefined
  const shown = same.map((text) => JSON.stringify(text)).join(' and ')
  return `delimiter, quote, escape and comment must be different characters, but there are ${shown}`
}

function overlap(one: string, other: string): boolean {
  return one !== '' && other !== '' && (one.startsWith(other) || other.startsWith(one))
}
