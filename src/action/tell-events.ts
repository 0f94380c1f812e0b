import type { Runner } from '../ports/runner.ts'
import type { RunEvent } from '../run/event.ts'
import { counted, duration } from '../report/quantities.ts'

/**
 * Tells a run as plain lines. Steps run side by side and the log has one column, so a step's lines are kept until it
 * has ended, and then shown folded under its name; a line that says it started comes at once.
 */
export function createTeller(runner: Runner): (event: RunEvent) => void {
  const lines = new Map<string, string[]>()
  return (event) => {
    switch (event.type) {
      case 'step-started':
        runner.line(`▶ ${event.step}${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}`)
        break
      case 'step-log':
        keep(lines, event.step, event.line)
        break
      case 'step-retrying':
        keep(
          lines,
          event.step,
          `attempt ${event.attempt} failed: ${event.failure.message}; again in ${duration(event.delayMs)}`,
        )
        break
      case 'step-finished':
        finish(event, lines.get(event.step) ?? [], runner)
        lines.delete(event.step)
        break
      case 'run-started':
      case 'step-progress':
      case 'run-finished':
        break
    }
  }
}

const mostLines = 5000

function keep(lines: Map<string, string[]>, step: string, line: string): void {
  const kept = lines.get(step) ?? []
  lines.set(step, kept)
  if (kept.length < mostLines) kept.push(line)
  else if (kept.length === mostLines)
    kept.push('… the rest is in the log of the step, in the artifact of this job')
}

type Finished = Extract<RunEvent, { type: 'step-finished' }>

function finish(event: Finished, kept: readonly string[], runner: Runner): void {
  const marks = { success: '✔', failure: '✖', cancelled: '◼', skipped: '–' } as const
  const rows = event.rows === null ? '' : `, ${counted(event.rows, 'row')}`
  const took = event.attempts === 0 ? '' : ` in ${duration(event.durationMs)}`
  const why = event.reason === undefined ? '' : `: ${event.reason}`
  runner.group(`${marks[event.result]} ${event.step} ${event.result}${took}${rows}${why}`)
  for (const line of kept) runner.line(line)
  runner.endGroup()
  if (event.failure === undefined) return
  const help = event.failure.help === undefined ? '' : `\n${event.failure.help}`
  const message = `${event.failure.message}${help}`
  runner.annotate({
    level: event.tolerated === true ? 'warning' : 'error',
    title: `${event.step} failed`,
    message,
  })
}
