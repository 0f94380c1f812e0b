import { Usage } from '../diagnostic/failure.ts'
import { type Graph, stepsOf } from '../graph/graph.ts'
import { doneWindows } from '../ledger/done-windows.ts'
import { newestRuns } from '../ledger/fold-runs.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import type { BackfillWindow } from '../report/backfill-window.ts'
import { momentIn, type TimeWindow } from '../schedule/asked-window.ts'
import { cutWindows, uncovered } from '../schedule/cut-windows.ts'
import { dateIn } from '../schedule/day-start.ts'
import { factsOf } from '../steps/kinds.ts'

/** More runs than anybody has meant to ask for. */
const mostWindows = 10_000

export interface BackfillRequest {
  readonly from: string
  readonly to: string
  readonly windowMs: number
  readonly force: boolean
  readonly now: Date
}

interface Known {
  readonly definition: string
  readonly inputs: string
  readonly runs: readonly LedgerEntry[]
}

/** The windows of a backfill, oldest first, and which of them are done. Throws `Usage` for a range that is none. */
export function backfillWindows(graph: Graph, request: BackfillRequest, known: Known): BackfillWindow[] {
  const timezone = timezoneOf(graph)
  const range = rangeOf(request, timezone)
  refuseIntegers(graph)
  const settleMs = settleOf(graph)
  const { definition, inputs, runs } = known
  const done = request.force ? [] : doneWindows(newestRuns(runs), { definition, inputs, settleMs })
  const settled = new Date(request.now.getTime() - settleMs).toISOString()
  const windows: BackfillWindow[] = []
  for (const window of cutWindows(range, request.windowMs, timezone)) {
    if (windows.length === mostWindows)
      throw new Usage(
        `there are more than ${mostWindows} windows`,
        'use a longer --window, or a shorter range',
      )
    const isDone = uncovered(window, done).length === 0
    const state = isDone ? 'done' : window.to > settled ? 'early' : 'open'
    windows.push({ ...window, date: dateIn(timezone, new Date(window.from)), state })
  }
  return windows
}

export function timezoneOf({ manifest }: Graph): string {
  return manifest.schedules[0]?.timezone ?? 'UTC'
}

function rangeOf({ from, to }: BackfillRequest, timezone: string): TimeWindow {
  const [start, end] = [momentIn(from, timezone), momentIn(to, timezone)]
  const wrong = start === undefined ? from : end === undefined ? to : undefined
  if (start === undefined || end === undefined)
    throw new Usage(`"${wrong}" is no date or time`, 'write it as 2024-01-01 or 2024-01-01T06:00Z')
  if (start >= end)
    throw new Usage(
      `the range from ${from} to ${to} holds nothing`,
      '--to is the first moment after the range',
    )
  return { from: start.toISOString(), to: end.toISOString() }
}

/** No window of time is a part of what is read by an integer. */
function refuseIntegers(graph: Graph): void {
  for (const { step } of stepsOf(graph))
    if (factsOf(step).incremental?.kind === 'integer')
      throw new Usage(
        `"${step.id}" is read by an integer cursor, so no window of time is a part of it`,
        'delete its row of _millrace_cursors to have it read from its start',
      )
}

function settleOf(graph: Graph): number {
  let most = 0
  for (const { step } of stepsOf(graph)) most = Math.max(most, factsOf(step).incremental?.settleMs ?? 0)
  return most
}
