import { Failure } from '../diagnostic/failure.ts'

/** What divides a CSV into records and fields; the empty text where there is none. */
export interface CsvMarks {
  readonly delimiter: string
  readonly quote: string
  readonly escape: string
  readonly comment: string
  readonly strayQuotes: 'reject' | 'keep'
  readonly tolerant: boolean
}

/** Throws a `Failure` (`csv/dialect`) for marks that cannot be told apart. */
export function checkMarks(marks: CsvMarks): void {
  const { delimiter, quote, escape, comment } = marks
  if (delimiter === '') throw new Failure('csv/dialect', 'the delimiter is empty')
  for (const [name, text] of Object.entries({ delimiter, quote, escape, comment })) {
    if (/[\r\n\0]/.test(text))
      throw new Failure(
        'csv/dialect',
        `${name} is ${JSON.stringify(text)}; it may hold no line break and no NUL`,
      )
  }
  const pairs = [
    [delimiter, quote],
    [delimiter, quote === '' ? '' : escape],
    [comment, delimiter],
    [comment, quote],
  ] as const
  if (pairs.some(([one, other]) => overlap(one, other)) || (escape !== quote && overlap(escape, quote))) {
    throw new Failure('csv/dialect', 'delimiter, quote and comment must be different characters', {
      help: 'None of them may begin with another',
    })
  }
}

function overlap(one: string, other: string): boolean {
  return one !== '' && other !== '' && (one.startsWith(other) || other.startsWith(one))
}
