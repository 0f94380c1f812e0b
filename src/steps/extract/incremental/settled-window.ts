import { Failure } from '../../../diagnostic/failure.ts'
import { type SourceWindow, isBefore } from '../../window.ts'
import type { Incremental } from './incremental-options.ts'

/**
 * What of a window is settled by the clock of who sent its rows: a server that is behind ours may yet make rows in what we take
 * for the past. Throws a `Failure` (`window/early`) where the rows do not say which of them lie before that.
 */
export function settledWindow(
  window: SourceWindow,
  { settleMs, windowMs }: Incremental,
  sentAt: Date | undefined,
): SourceWindow {
  if (sentAt === undefined || window.kind !== 'time') return window
  const settled = new Date(sentAt.getTime() - settleMs).toISOString()
  if (!isBefore('time', settled, window.to)) return window
  if (windowMs !== undefined) throw early(window, settled)
  const to = isBefore('time', settled, window.from) ? window.from : settled
  return { ...window, to, cursor: to }
}

/** None of its rows can be taken. */
function early({ source, to }: SourceWindow, settled: string): Failure {
  return new Failure(
    'window/early',
    `the window of "${source}" ends at ${to}, but its server has settled only what is older than ${settled}`,
    {
      retryable: true,
      help: 'Give the window some time with `settle`, more than the clocks differ by',
    },
  )
}

/** Where the day of a date or a time begins, in UTC. */
export function dayOf(time: string): string {
  return `${time.slice(0, 10)}T00:00:00.000Z`
}
