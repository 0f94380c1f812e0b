import type { Retry } from '../manifest/manifest.ts'
import type { FailureRecord } from './event.ts'

/**
 * How long to wait after the `attempt`th attempt (from 1) before the next, in milliseconds; `null`: there is no
 * next. Exponential back-off is fully jittered, so that a hundred runners do not come back in step. `Retry-After`
 * is kept to the letter: where it asks for more than `max-delay` allows, the step gives up at once.
 */
export function retryDelayMs(
  retry: Retry,
  attempt: number,
  failure: FailureRecord,
  random: () => number,
): number | null {
  if (!failure.retryable || attempt >= retry.maxAttempts) return null
  const asked = failure.retryAfterMs ?? 0
  if (asked > retry.maxDelayMs) return null
  if (retry.backoff === 'constant') return Math.max(asked, Math.min(retry.maxDelayMs, retry.delayMs))
  const ceiling = Math.min(retry.maxDelayMs, retry.delayMs * 2 ** (attempt - 1))
  return Math.max(asked, Math.round(random() * ceiling))
}
