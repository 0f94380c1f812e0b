import { textWidth } from './text-width.ts'
import type { LocatedDiagnostic } from '../../diagnostic/diagnostic.ts'
import type { Palette } from './palette.ts'
import { plainText } from './plain-text.ts'

/** How much of an author's line is shown, in columns of the terminal. */
const frameWidth = 100

/**
 * A diagnostic drawn for a person: what is wrong, where, the line itself with the range underlined, the remedy.
 * `text` is the file's text; without it the line is left out. Ends with a line break.
 */
export function renderCodeFrame(
  diagnostic: LocatedDiagnostic,
  text: string | undefined,
  paint: Palette,
): string {
  const { severity, code, message, file, line, column, related = [], help } = diagnostic
  const colour = severity === 'error' ? paint.red : paint.yellow
  return [
    `${colour(paint.bold(severity))} ${paint.bold(plainText(message))} ${paint.dim(`[${code}]`)}`,
    `  ${paint.cyan(`${file}:${line}:${column}`)}`,
    ...sourceLines(diagnostic, text, paint, colour),
    ...related.map(
      (other) => `  ${paint.cyan(`${other.file}:${other.line}:${other.column}`)} ${plainText(other.message)}`,
    ),
    ...(help === undefined ? [] : [`  ${paint.green('help:')} ${plainText(help)}`]),
    '',
  ].join('\n')
}

function sourceLines(
  { line, column, endLine, endColumn }: LocatedDiagnostic,
  text: string | undefined,
  paint: Palette,
  colour: (text: string) => string,
): string[] {
  const whole = text?.split(/\r?\n/)[line - 1]
  if (whole === undefined) return []
  const from = windowStart(column - 1)
  const shown = plainText(whole.slice(from, from + frameWidth)).trimEnd()
  const start = column - 1 - from
  const end = endLine === line ? Math.min(endColumn - 1 - from, shown.length) : shown.length
  const gutter = String(line).padStart(5)
  const before = ' '.repeat(textWidth(shown.slice(0, start)) + (from > 0 ? 1 : 0))
  const mark = '~'.repeat(Math.max(1, textWidth(shown.slice(start, end))))
  return [
    `${paint.dim(`${gutter} │`)} ${from > 0 ? paint.dim('…') : ''}${shown}`,
    `${paint.dim('      │')} ${before}${colour(mark)}`,
  ]
}

/** A line longer than the frame is shown from a little before the place meant. */
function windowStart(index: number): number {
  return index < frameWidth - 20 ? 0 : index - 40
}
