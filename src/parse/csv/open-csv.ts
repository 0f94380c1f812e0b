import type { OnReject } from '../../dataset/reject.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { closedOnThrow } from '../byte-window.ts'
import type { ByteWindow } from '../byte-window.ts'
import type { CsvDialect } from './csv-dialect.ts'
import { CsvReader } from './csv-reader.ts'
import { peek } from '../peek.ts'
import { readHeader } from './read-header.ts'
import type { Cut, CutShort, Records } from '../records.ts'
import { skipLines } from './skip-lines.ts'
import { type Head, sniffCsv } from './sniff-csv.ts'

const headSize = 1 << 16

/**
 * Reads the head of a CSV source, sniffs what the dialect leaves open, and promises the rest as batches. Damaged
 * rows go to `onReject`; so does what stands at the end of a source that is `cut` short. Throws a `Failure` (`csv/empty`,
 * `csv/header`, `csv/dialect`, `csv/ragged`, `parse/encoding`, `parse/too-long`).
 */
export async function openCsv(
  source: AsyncIterable<Uint8Array>,
  dialect: CsvDialect,
  onReject: OnReject,
  cut: Cut = { get: () => undefined },
): Promise<Records> {
  const { window, notes } = await peek(source, dialect.encoding, cut.set)
  return closedOnThrow(window, () => openRows(window, { notes, dialect, onReject, cut: cut.get }))
}

async function openRows(
  window: ByteWindow,
  {
    notes,
    dialect,
    onReject,
    cut,
  }: { notes: readonly string[]; dialect: CsvDialect; onReject: OnReject; cut: CutShort },
): Promise<Records> {
  const declared = await skipLines(window, dialect.skipLines ?? 0)
  const sniffed = sniffCsv(headOf(window), dialect)
  const found = dialect.skipLines === undefined ? await skipLines(window, sniffed.skipLines) : 0
  const header = await readHeader(window, sniffed, declared + found + 1)
  if (
    cut() !== undefined &&
    window.ended &&
    window.from === window.to &&
    sniffed.headerRows > 0 &&
    !header.ended
  )
    throw new Failure('csv/header', 'the source is cut short inside its header')
  const reading = { ...dialect, marks: sniffed.marks, names: header.names, line: header.line }
  const reader = new CsvReader(window, reading, onReject, cut)
  return {
    names: header.names,
    notes: [...notes, ...sniffed.notes, ...header.notes],
    guesses: sniffed.guesses,
    batches: reader.batches(),
    [Symbol.asyncDispose]: () => window.close(),
  }
}

function headOf(window: ByteWindow): Head {
  const bytes = window.bytes.subarray(window.from, Math.min(window.to, window.from + headSize))
  return { bytes, whole: window.ended && bytes.length === window.to - window.from }
}
