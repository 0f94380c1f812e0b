import type { CsvDialect } from '../steps/extract/options.ts'
import type { OnReject } from '../dataset/reject.ts'
import type { Records } from './records.ts'
import { Bug } from '../diagnostic/failure.ts'

/**
 * Reads the head of a CSV source, sniffs what the dialect leaves open, and promises the rest as batches. Damaged
 * rows go to `onReject`. Throws a `Failure` (`csv/header`, `csv/encoding`, `csv/ragged`, `csv/field-too-long`, …).
 */
export async function openCsv(
  _source: AsyncIterable<Uint8Array>,
  _dialect: CsvDialect,
  _onReject: OnReject,
): Promise<Records> {
  throw new Bug('not built yet')
}
