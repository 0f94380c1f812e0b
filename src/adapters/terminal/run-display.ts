import { unreachable } from '../../diagnostic/failure.ts'
import { duration } from '../../text/quantities.ts'
import type { RunEvent } from '../../run/event.ts'
import { neutralize } from '../../text/runner-command.ts'
import { firstLine } from './message-lines.ts'
import type { Palette } from './palette.ts'
import { failedLegLine, failureLines, finishedLine } from './step-lines.ts'

/** Follows a run and shows it. */
export interface RunDisplay {
  readonly show: (event: RunEvent) => void
  /** Leaves the terminal as it was found. */
  readonly close: () => void
}

/** Shows a run as plain lines, one for each thing that happened: for a pipe or a file. */
export function linesDisplay(write: (text: string) => void, paint: Palette, room?: number): RunDisplay {
  let width = 0
  return {
    show: (event) => {
      if (event.type === 'run-started') width = nameWidth(event)
      for (const line of eventLines(event, width, paint, room)) write(`${line}\n`)
    },
    close: () => {},
  }
}

/**
 * The lines that one event leaves for good: none for what is only on its way, nor for what we ourselves wrote into a
 * step's log, which is a file of the run.
 */
export function eventLines(event: RunEvent, width: number, paint: Palette, room?: number): string[] {
  switch (event.type) {
    case 'step-log':
      return event.stream === 'millrace' ? [] : [logLine(event, width, paint)]
    case 'step-retrying':
      return [
        `${paint.yellow('↻')} ${nameOf(event).padEnd(width)}  ${neutralize(firstLine(event.failure.message))} ` +
          paint.dim(`· attempt ${event.attempt} failed${blame(event)}, again in ${duration(event.delayMs)}`),
      ]
    case 'step-finished':
    case 'part-finished':
      if (event.unselected === true && event.note === undefined) return []
      return [
        finishedLine(event, width, paint, room),
        ...(event.failure === undefined ? [] : failureLines(event.failure, paint, room)),
      ]
    case 'leg-finished':
      return event.values === undefined || event.result !== 'failure'
        ? []
        : [failedLegLine(event, width, paint)]
    case 'run-started':
    case 'step-started':
    case 'step-progress':
    case 'run-finished':
      return []
    default:
      return unreachable(event)
  }
}

/** A line that a step wrote, beside its name. */
export function logLine(
  event: Extract<RunEvent, { type: 'step-log' }>,
  width: number,
  paint: Palette,
): string {
  return `  ${paint.dim(`${nameOf(event).padEnd(width)}  │`)} ${neutralize(event.line)}`
}

/** The step, and which leg of it. */
function nameOf({ step, leg }: { readonly step: string; readonly leg?: string | undefined }): string {
  return leg === undefined ? step : `${step}[${leg}]`
}

/** Names are padded to the longest, within reason. */
export function nameWidth({ steps }: Extract<RunEvent, { type: 'run-started' }>): number {
  return Math.min(24, Math.max(0, ...steps.map(({ id }) => id.length)))
}

/** Such an attempt does not count for `max-attempts`. */
function blame({ infrastructure }: Extract<RunEvent, { type: 'step-retrying' }>): string {
  return infrastructure === true ? ' of the infrastructure' : ''
}
