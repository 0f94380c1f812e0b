import type { RunEvent } from '../../run/event.ts'
import { escapeCommandData, escapeCommandProperty, neutralize } from '../../text/runner-command.ts'
import type { Palette } from './palette.ts'
import { nameWidth, type RunDisplay } from './run-display.ts'
import { failureLines, finishedLine, type Finished } from './step-lines.ts'

/** So many lines of a step's log are kept for its group; the whole log is a file of the run. */
const keptLines = 2000

/**
 * Shows a run in the log of a GitHub job: steps run side by side, so each step's lines are held back and written as one
 * group when it ends; a failure stands outside its group, as an annotation too.
 */
export function groupedDisplay(write: (text: string) => void, paint: Palette): RunDisplay {
  const logs = new Map<string, string[]>()
  let width = 0
  const show = (event: RunEvent): void => {
    if (event.type === 'run-started') width = nameWidth(event)
    if (event.type === 'step-log') keep(logs, event.step, neutralize(event.line))
    if (event.type === 'step-retrying') keep(logs, event.step, `again: ${neutralize(event.failure.message)}`)
    if (event.type !== 'step-finished') return
    const lines = logs.get(event.step) ?? []
    logs.delete(event.step)
    write(`${[...group(finishedLine(event, width, paint), lines), ...failed(event, paint)].join('\n')}\n`)
  }
  return { show, close: () => {} }
}

function keep(logs: Map<string, string[]>, step: string, line: string): void {
  const lines = logs.get(step) ?? []
  logs.set(step, lines)
  if (lines.push(line) > keptLines) lines.shift()
}

function group(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [title] : [`::group::${escapeCommandData(title)}`, ...lines, '::endgroup::']
}

function failed({ failure, step, tolerated }: Finished, paint: Palette): string[] {
  if (failure === undefined) return []
  const level = tolerated === true ? 'warning' : 'error'
  return [
    ...failureLines(failure, paint),
    `::${level} title=${escapeCommandProperty(`step ${step} failed`)}::${escapeCommandData(neutralize(failure.message))}`,
  ]
}
