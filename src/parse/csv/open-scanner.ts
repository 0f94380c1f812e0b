import type { CsvMarks } from './csv-marks.ts'
import { CsvScanner } from './csv-scanner.ts'
import type { RecordScanner } from './record-scanner.ts'
import { TolerantScanner } from './tolerant-scanner.ts'

/** The scanner of bytes where each mark is a byte; else csv-parse's. `fields`: how many its arrays can hold. */
export function openScanner(marks: CsvMarks, fields: number): RecordScanner {
  const { delimiter, quote, escape, comment } = marks
  const plain = [delimiter, quote, escape, comment].every((text) => /^[\0-\x7f]?$/.test(text))
  const strays = marks.strayQuotes === 'keep' && quote !== ''
  if (!plain || strays || marks.tolerant) return new TolerantScanner(marks, fields)
  const byte = (text: string): number => (text === '' ? -1 : text.charCodeAt(0))
  const bytes = {
    delimiter: byte(delimiter),
    quote: byte(quote),
    escape: byte(escape),
    comment: byte(comment),
  }
  return new CsvScanner(bytes, fields)
}
