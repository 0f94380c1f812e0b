import { Failure } from '../../diagnostic/failure.ts'
import type { Clock } from '../../ports/ports.ts'
import type { FailureRecord } from '../event.ts'
import { failureRecordOf } from '../events/failure-record.ts'

export type Attempted<T> =
  | { readonly ended: 'done'; readonly value: T }
  | { readonly ended: 'failed' | 'timed-out' | 'cancelled'; readonly failure: FailureRecord }

export interface AttemptLimits {
  readonly clock: Clock
  readonly timeoutMs: number
  readonly graceMs: number
  /** Aborted: the step is cancelled. */
  readonly cancel: AbortSignal
}

/**
 * Does `work` once, within its time. This is the one place where what a step throws is caught.
 *
 * Told to stop, by the time-out or a cancel, it has a grace to clean up in; then the run goes on without it, so work
 * that ignores its signal cannot hang a run. Work that ended well all the same has ended well: its load is there.
 */
export async function attempt<T>(
  work: (signal: AbortSignal) => Promise<T>,
  limits: AttemptLimits,
): Promise<Attempted<T>> {
  const stop = new AbortController()
  const settled = new AbortController()
  const onCancel = () => stop.abort(cancelled(limits.cancel))
  if (limits.cancel.aborted) return ended(cancelled(limits.cancel))
  limits.cancel.addEventListener('abort', onCancel, { once: true })
  later(limits, limits.timeoutMs, settled.signal, () => stop.abort(timedOut(limits.timeoutMs)))
  const abandoned = new Promise<Attempted<T>>((resolve) => {
    stop.signal.addEventListener('abort', () =>
      later(limits, limits.graceMs, settled.signal, () => resolve(ended(stop.signal.reason))),
    )
  })
  const result = await Promise.race([guarded(work, stop.signal), abandoned])
  settled.abort()
  limits.cancel.removeEventListener('abort', onCancel)
  return result
}

async function guarded<T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<Attempted<T>> {
  try {
    return { ended: 'done', value: await work(signal) }
  } catch (error) {
    return ended(signal.aborted ? signal.reason : error)
  }
}

/** What a synchronous piece of a step's preparation makes, or how it failed. */
export function tried<T>(work: () => T): Attempted<T> {
  try {
    return { ended: 'done', value: work() }
  } catch (error) {
    return ended(error)
  }
}

function ended(error: unknown): Attempted<never> {
  const failure = failureRecordOf(error)
  if (failure.code === 'step/timeout') return { ended: 'timed-out', failure }
  return { ended: failure.code === 'step/cancelled' ? 'cancelled' : 'failed', failure }
}

function later({ clock }: AttemptLimits, ms: number, unless: AbortSignal, then: () => void): void {
  clock.sleep(ms, unless).then(then, () => {})
}

/** Who cancels may say why, by a `Failure` of its own. */
function cancelled({ reason }: AbortSignal): Failure {
  const isOurs = reason instanceof Failure && reason.code === 'step/cancelled'
  return isOurs ? reason : new Failure('step/cancelled', 'the run was cancelled')
}

function timedOut(timeoutMs: number): Failure {
  const minutes = Math.round((timeoutMs / 60_000) * 100) / 100
  return new Failure('step/timeout', `not done after ${minutes} minutes, its time-out`, {
    retryable: true,
    help: 'raise timeout-minutes if the step needs longer',
  })
}
