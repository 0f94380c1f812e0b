import type { Plan } from '../plan/plan.ts'
import type { RunResult } from '../run/event.ts'
import { type SourceWindow, movedCursor } from '../steps/window.ts'

/**
 * The cursors that are kept with the runs, as they stand after one: only a run of the whole pipeline that succeeded moves
 * them; any hands them on.
 */
export function movedCursors(
  { cursors = {}, select }: Pick<Plan, 'cursors' | 'select'>,
  result: RunResult,
  windows: Iterable<SourceWindow>,
): Readonly<Record<string, string>> {
  if (result !== 'success' || select !== undefined) return cursors
  const own = [...windows].filter(({ inLedger }) => inLedger === true)
  return {
    ...cursors,
    ...Object.fromEntries(own.map((window) => [window.source, movedCursor(window, cursors[window.source])])),
  }
}
