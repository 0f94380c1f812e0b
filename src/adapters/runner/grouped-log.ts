import { duration } from '../../text/quantities.ts'
import type { RunEvent } from '../../run/event.ts'
import type { Runner } from '../../ports/runner.ts'
import { type Palette, plainPalette } from '../terminal/palette.ts'
import { failureLines, finishedLine } from '../terminal/step-lines.ts'

type Log = Pick<Runner, 'line' | 'group' | 'endGroup' | 'annotate'>
type Finished = Extract<RunEvent, { type: 'step-finished' }>

/** So many lines of a step's log are kept for its group, the last ones; the whole log is a file of the run. */
const keptLines = 2000

/**
 * Tells a run in the log of a GitHub job. Steps run side by side and the log has one column: that a step has started is
 * said at once, its lines are held back and folded under its name when it ends, and a failure stands below, unfolded,
 * and is annotated.
 */
export function groupedLog(runner: Log, paint: Palette = plainPalette): (event: RunEvent) => void {
  const logs = new Map<string, string[]>()
  return (event) => {
    if (event.type === 'step-started')
      runner.line(paint.dim(`▶ ${event.step}${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}`))
    if (event.type === 'step-log') keep(logs, event.step, event.line)
    if (event.type === 'step-retrying') {
      const { attempt, failure, delayMs } = event
      keep(logs, event.step, `attempt ${attempt} failed: ${failure.message}; again in ${duration(delayMs)}`)
    }
    if (event.type !== 'step-finished' || event.unselected === true) return
    tellEnd(event, logs.get(event.step) ?? [], runner, paint)
    logs.delete(event.step)
  }
}

function keep(logs: Map<string, string[]>, step: string, line: string): void {
  const lines = logs.get(step) ?? []
  logs.set(step, lines)
  if (lines.push(line) > keptLines + 1) lines.shift()
}

function tellEnd(event: Finished, lines: readonly string[], runner: Log, paint: Palette): void {
  const title = finishedLine(event, 0, paint)
  if (lines.length === 0) runner.line(title)
  else fold(title, lines, runner)
  if (event.failure === undefined) return
  for (const line of failureLines(event.failure, paint)) runner.line(line)
  const { message, help } = event.failure
  runner.annotate({
    level: event.tolerated === true ? 'warning' : 'error',
    title: `${event.step} failed`,
    message: help === undefined ? message : `${message}\n${help}`,
  })
}

function fold(title: string, lines: readonly string[], runner: Log): void {
  runner.group(title)
  if (lines.length > keptLines) runner.line('… what comes before is in the log of the step')
  for (const line of lines.slice(-keptLines)) runner.line(line)
  runner.endGroup()
}
