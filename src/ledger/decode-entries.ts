import { parseJson } from '../text/parse-json.ts'
import { type Envelope, envelope, type LedgerEntry, ledgerEntry } from './record.ts'

/** A line of a file of the ledger. What cannot be read is kept apart, never guessed at. */
export type LedgerLine =
  | {
      readonly kind: 'entry'
      readonly text: string
      readonly run: Envelope['run']
      readonly entry: LedgerEntry
    }
  /** Of a version newer than this one: carried along as it is. */
  | { readonly kind: 'newer'; readonly text: string; readonly run: Envelope['run'] }
  /** Cut off, or not ours. */
  | { readonly kind: 'broken'; readonly text: string }

/** The lines of a file; blank ones are none. Never throws. */
export function decodeLines(text: string): LedgerLine[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [decodeLine(line)]))
}

export function decodeLine(text: string): LedgerLine {
  const value = parseJson(text)
  const known = ledgerEntry.safeParse(value)
  if (known.success) return { kind: 'entry', text, run: known.data.run, entry: known.data }
  const newer = envelope.safeParse(value)
  if (newer.success && newer.data.schema > 1) return { kind: 'newer', text, run: newer.data.run }
  return { kind: 'broken', text }
}

/** What is not among the entries, in words; nothing where all could be read. */
export function notesOn(lines: readonly LedgerLine[], where: string): string[] {
  const count = (kind: LedgerLine['kind']) => lines.filter((line) => line.kind === kind).length
  const newer = count('newer')
  const broken = count('broken')
  return [
    ...(newer === 0
      ? []
      : [`${where}: ${records(newer)} of a newer version of Millrace left alone; update to see them`]),
    ...(broken === 0 ? [] : [`${where}: ${records(broken)} cannot be read and are left alone`]),
  ]
}

function records(count: number): string {
  return count === 1 ? '1 record' : `${count} records`
}
