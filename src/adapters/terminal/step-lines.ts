import { textWidth } from './text-width.ts'
import type { FailureRecord, RunEvent } from '../../run/event.ts'
import { counted, duration, number, rate, size } from '../../text/quantities.ts'
import { endedLegsText } from '../../text/ended-legs-text.ts'
import { cacheText } from '../../text/cache-text.ts'
import { neutralize } from '../../text/runner-command.ts'
import { legLabel } from '../../run/mapped/leg-result.ts'
import { firstLine, messageLines } from './message-lines.ts'
import type { Palette } from './palette.ts'

export type Finished = Extract<RunEvent, { type: 'step-finished' | 'part-finished' }>
export type Progress = Extract<RunEvent, { type: 'step-progress' }>

/**
 * The line that stays when a step has ended: what it was, how many rows, how fast, how long. A note that does not fit
 * into `room` columns is left to the summary.
 */
export function finishedLine(event: Finished, width: number, paint: Palette, room = Infinity): string {
  const { mark, colour } = looks(event, paint)
  const name = event.step.padEnd(width)
  const line = `${colour(mark)} ${paint.bold(name)}  ${details(event, paint)}`
  if (event.note === undefined || textWidth(line) <= room) return line
  const { note: _note, ...without } = event
  return finishedLine(without, width, paint)
}

function looks(
  { result, tolerated }: Finished,
  paint: Palette,
): { mark: string; colour: (text: string) => string } {
  if (result === 'success') return { mark: '✔', colour: paint.green }
  if (result === 'failure') return { mark: '✖', colour: tolerated === true ? paint.yellow : paint.red }
  return { mark: result === 'skipped' ? '○' : '■', colour: result === 'skipped' ? paint.dim : paint.yellow }
}

function details(event: Finished, paint: Palette): string {
  const parts = [
    event.result === 'success' ? undefined : event.result,
    event.legs === undefined ? undefined : endedLegsText(event.legs),
    event.rows === null || event.result !== 'success' ? undefined : counted(event.rows, 'row'),
    event.rows === null || event.result !== 'success' || event.cached === true
      ? undefined
      : rate(event.rows, event.durationMs) || undefined,
    event.result === 'success' ? rejectedText(event.rejects?.rows) : undefined,
    event.reason,
    event.attempts > 0 ? duration(event.durationMs) : undefined,
    event.attempts > 1 ? `${event.attempts} attempts` : undefined,
    event.cache === undefined ? undefined : cacheText(event.cache),
    event.note,
  ]
  const [first = '', ...rest] = parts.filter((part) => part !== undefined).map(neutralize)
  return [first, ...rest.map((part) => paint.dim(part))].join(paint.dim(' · '))
}

/** How many rows a step that went on put aside. */
function rejectedText(rows: number | null | undefined): string | undefined {
  return typeof rows === 'number' && rows > 0 ? `${number(rows)} rejected` : undefined
}

/** The line of a leg that failed: which one, and the beginning of why. */
export function failedLegLine(
  event: Extract<RunEvent, { type: 'leg-finished' }>,
  width: number,
  paint: Palette,
): string {
  const { leg, values = {}, failure, tolerated } = event
  const colour = tolerated === true ? paint.yellow : paint.red
  const why = failure === undefined ? '' : ` ${paint.dim('·')} ${neutralize(firstLine(failure.message))}`
  const which = `[${leg}] ${neutralize(legLabel({ leg, values }))}`
  return `${colour('✖')} ${paint.bold(event.step.padEnd(width))}  ${which}${why}`
}

/** Why a step failed, indented below its line: the message with its code, what caused it, the remedy. */
export function failureLines(failure: FailureRecord, paint: Palette, room?: number): string[] {
  const layout = { indent: '    ', room }
  return [
    ...messageLines(failure.message, { ...layout, paint: paint.red, tail: paint.dim(`[${failure.code}]`) }),
    ...failure.causes.flatMap((cause) =>
      messageLines(cause, { ...layout, head: `${paint.dim('because')} ` }),
    ),
    ...(failure.help === undefined
      ? []
      : messageLines(failure.help, { ...layout, head: `${paint.green('help:')} ` })),
  ]
}

/** How far a step is: rows, rate, bytes, share. */
export function progressText(progress: Progress | undefined, elapsedMs: number): string {
  if (progress === undefined) return ''
  const { rows: count, bytes, totalBytes } = progress
  const parts = [
    count === undefined ? undefined : counted(count, 'row'),
    count === undefined ? undefined : rate(count, elapsedMs) || undefined,
    bytes === undefined ? undefined : size(bytes),
    bytes === undefined || totalBytes === undefined || totalBytes === 0
      ? undefined
      : `${Math.min(100, Math.floor((bytes / totalBytes) * 100))}%`,
  ]
  return parts.filter((part) => part !== undefined).join(' · ')
}
