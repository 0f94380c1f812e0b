import { defused, neutralize } from '../../text/runner-command.ts'
import { wideText } from './load-wide-text.ts'

export interface MessageLayout {
  /** What the first line begins with; the others are indented by as many columns as `indent` has. */
  readonly head?: string
  readonly indent: string
  /** What follows the first line of the text. */
  readonly tail?: string
  /** The width of the terminal; lines are wrapped at words to fit. Absent: they are left as they are. */
  readonly room?: number | undefined
  readonly paint?: (text: string) => string
}

/** A message of several lines as lines of a terminal, none of which can steer it. Never empty. */
export function messageLines(
  text: string,
  { head = '', indent, tail = '', room, paint = (same) => same }: MessageLayout,
): string[] {
  const [first = '', ...others] = text
    .trimEnd()
    .split(/\r\n?|[\n\u0085\u2028\u2029]/)
    .map((line) => neutralize(line.trimEnd()))
  const lines = [`${head}${paint(first)}${tail === '' ? '' : ` ${tail}`}`, ...others.map(paint)]
  const width = room === undefined ? undefined : Math.max(20, room - indent.length)
  return lines.flatMap((line) => wrapped(line, width)).map((line) => `${indent}${defused(line)}`)
}

/** The first line of a text, which says the most. */
export function firstLine(text: string): string {
  return text.trimStart().split(/[\r\n\u0085\u2028\u2029]/, 1)[0] ?? ''
}

function wrapped(line: string, width: number | undefined): string[] {
  if (width === undefined) return [line]
  const [first = '', ...others] = wideText().wrapAnsi(line, width, { trim: false, hard: true }).split('\n')
  return [first, ...others.map((other) => other.replace(spaceBefore, '$1'))].map((each) =>
    each.replace(spaceBehind, '$1'),
  )
}

// oxlint-disable no-control-regex -- colours may stand beside the space at which a line was wrapped
const spaceBefore = /^((?:\x1B\[[0-9;]*m)*) +/
const spaceBehind = / +((?:\x1B\[[0-9;]*m)*)$/
// oxlint-enable no-control-regex
