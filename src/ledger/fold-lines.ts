import type { LedgerLine } from './decode-entries.ts'

/** `recent` is folded when it has more runs or characters than this, and then keeps half. */
const mostLines = 100
const mostChars = 400 * 1024

/** An archive that is longer is closed, and the next one begun. */
export const archiveChars = 4 * 1024 * 1024

export interface Folded {
  /** What stays at hand, oldest first. */
  readonly recent: readonly LedgerLine[]
  /** What moves into the archive, oldest first. */
  readonly archived: readonly LedgerLine[]
}

/** Decides which lines of `recent` have become old: none, most of the time; the newest line never. */
export function foldLines(lines: readonly LedgerLine[]): Folded {
  if (lines.length <= mostLines && charsOf(lines) <= mostChars) return { recent: lines, archived: [] }
  let chars = 0
  let kept = 0
  for (const { text } of lines.toReversed()) {
    chars += text.length
    if (kept > 0 && (kept >= mostLines / 2 || chars > mostChars / 2)) break
    kept += 1
  }
  return { recent: lines.slice(-kept), archived: lines.slice(0, -kept) }
}

function charsOf(lines: readonly LedgerLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.length, 0)
}

/** Lines as the text of a file. */
export function textOf(lines: readonly LedgerLine[]): string {
  return lines.map(({ text }) => `${text}\n`).join('')
}

/** Each attempt of a run once, as it stood last; broken lines as they are. The order stays. */
export function withoutRepeats(lines: readonly LedgerLine[]): LedgerLine[] {
  const last = new Map(lines.map((line, index) => [keyOf(line, index), line]))
  return [...last.values()]
}

function keyOf(line: LedgerLine, index: number): string {
  return line.kind === 'broken'
    ? `broken ${index}`
    : `${line.run.pipeline} ${line.run.id} ${line.run.attempt}`
}
