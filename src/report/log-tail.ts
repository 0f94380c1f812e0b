import { stripVTControlCharacters } from 'node:util'
import type { LogTail } from './report.ts'

export const tailLines = 40
const longestLine = 1000

export const emptyLog: LogTail = { lines: [], total: 0 }

/** The log with one more line, the last ones of it kept. */
export function withLine({ lines, total }: LogTail, line: string): LogTail {
  return { lines: [...lines, plainLine(line)].slice(-tailLines), total: total + 1 }
}

// oxlint-disable-next-line no-control-regex -- these are what a reader must not meet
const unseen = /[\x00-\x08\x0A-\x1F\x7F-\x9F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/** A line as it reads: no colours, nothing that hides or turns round what follows, not endless. */
function plainLine(line: string): string {
  const plain = stripVTControlCharacters(line.slice(0, 4 * longestLine)).replaceAll(unseen, '')
  if (plain.length <= longestLine && line.length <= 4 * longestLine) return plain
  return `${plain.slice(0, longestLine).toWellFormed()}…`
}
