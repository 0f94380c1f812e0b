import { counted, duration } from '../../text/quantities.ts'
import type { FailureRecord, RejectSample, RunEvent } from '../../run/event.ts'
import { keptByGitHub, type Runner } from '../../ports/runner.ts'
import { type Palette, plainPalette } from '../terminal/palette.ts'
import { failedLegLine, failureLines, type Finished, finishedLine } from '../terminal/step-lines.ts'
import { HeldLines, keptLines } from './held-lines.ts'

type Log = Pick<Runner, 'line' | 'group' | 'endGroup' | 'annotate'>

/** So many legs of a step that failed are told as they do; the others stand in its log. */
const toldLegs = 20

/**
 * Tells a run in the log of a GitHub job. Steps run side by side and the log has one column: that a step has started is
 * said at once, its lines are held back and folded under its name when it ends, and a failure stands below, unfolded,
 * and is annotated. Legs are told of by their step: what they wrote in its log, and the first that fail at once.
 */
export function groupedLog(runner: Log, paint: Palette = plainPalette): (event: RunEvent) => void {
  const held = new HeldLines()
  const failedLegs = new Map<string, number>()
  const annotated = { error: 0, warning: 0 }
  return (event) => {
    if (event.type === 'step-started' && event.leg === undefined) {
      if (event.legs !== undefined) held.beginMapped(event.step)
      runner.line(paint.dim(startLine(event)))
    }
    if (event.type === 'step-log') held.add(event, event.line)
    if (event.type === 'step-retrying') {
      const { attempt, failure, delayMs, infrastructure } = event
      const blame = infrastructure === true ? ' of the infrastructure' : ''
      held.add(event, `attempt ${attempt} failed${blame}: ${failure.message}; again in ${duration(delayMs)}`)
    }
    if (event.type === 'leg-finished') {
      held.endLeg(event, event.result === 'failure')
      if (event.result !== 'failure' || event.values === undefined) return
      const count = (failedLegs.get(event.step) ?? 0) + 1
      failedLegs.set(event.step, count)
      if (count <= toldLegs) runner.line(failedLegLine(event, 0, paint))
    }
    if (event.type !== 'step-finished' && event.type !== 'part-finished') return
    if (event.type === 'step-finished' && event.unselected === true) return
    tellEnd(event, held.take(event.step), runner, paint)
    if (event.type === 'step-finished') annotateRows(event, annotated, runner)
    const level = event.tolerated === true ? 'warning' : 'error'
    if (event.failure === undefined || annotated[level] === keptByGitHub) return
    annotated[level] += 1
    annotateFailure(event.step, event.failure, { level, isLast: annotated[level] === keptByGitHub }, runner)
  }
}

/** So many broken rules and rejected rows of a step that succeeded all the same are annotated, as long as GitHub takes more. */
const annotatedRows = 3

function annotateRows(
  { step, result, warnings = [], rejectSamples = [], counts }: Extract<RunEvent, { type: 'step-finished' }>,
  annotated: { warning: number },
  runner: Log,
): void {
  if (result !== 'success') return
  const title = `${step}: ${counted(counts?.rejected ?? rejectSamples.length, 'row')} rejected`
  const all = [
    ...warnings.slice(0, annotatedRows).map((message) => ({ title: `${step}: a check is broken`, message })),
    ...rejectSamples.slice(0, annotatedRows).map((sample) => ({ title, ...rejectedRow(sample) })),
  ]
  for (const one of all.slice(0, keptByGitHub - annotated.warning)) {
    annotated.warning += 1
    runner.annotate({ level: 'warning', ...one })
  }
}

function rejectedRow({ file, line, column, rule, value }: RejectSample): {
  message: string
  at?: { file: string; line: number }
} {
  const place = `${file}${line === null ? '' : `, line ${line}`}${column === null ? '' : `, ${column}`}`
  const message = `${place}: ${rule}${value === null ? '' : ` ${JSON.stringify(value)}`}`
  return { message, ...(line === null ? {} : { at: { file, line } }) }
}

/** What stands in the log in any case, where GitHub shows it first. */
function annotateFailure(
  step: string,
  { message, help }: FailureRecord,
  { level, isLast }: { readonly level: 'error' | 'warning'; readonly isLast: boolean },
  runner: Log,
): void {
  const told = help === undefined ? [message] : [message, help]
  const more = isLast ? ['No more are annotated: those that follow stand in the log of this job.'] : []
  runner.annotate({ level, title: `${step} failed`, message: [...told, ...more].join('\n') })
}

function startLine({ step, attempt, legs }: Extract<RunEvent, { type: 'step-started' }>): string {
  const again = attempt > 1 ? `, attempt ${attempt}` : ''
  return `▶ ${step}${legs === undefined ? again : `, ${counted(legs, 'leg')}`}`
}

function tellEnd(event: Finished, lines: readonly string[], runner: Log, paint: Palette): void {
  const title = finishedLine(event, 0, paint)
  if (lines.length === 0) runner.line(title)
  else fold(title, lines, runner)
  if (event.failure === undefined) return
  for (const line of failureLines(event.failure, paint)) runner.line(line)
}

function fold(title: string, lines: readonly string[], runner: Log): void {
  runner.group(title)
  if (lines.length > keptLines) runner.line('… what comes before is in the log of the step')
  for (const line of lines.slice(-keptLines)) runner.line(line)
  runner.endGroup()
}
