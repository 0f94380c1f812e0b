import type { Retry } from '../../manifest/manifest.ts'
import { counted, duration } from '../../text/quantities.ts'
import { type Failed, fitOf } from './fits-retry.ts'

/** How far a step is with its attempts. */
export interface Tries {
  /** Attempts made so far, at least 1. */
  readonly attempts: number
  /** How many of these were followed by one on the budget of the infrastructure. */
  readonly infrastructure: number
  /** Since the first attempt began. */
  readonly elapsedMs: number
}

/** What comes after an attempt that failed: another one, after a pause, or none, and why not. */
export type Next =
  | { readonly again: true; readonly delayMs: number; readonly budget: 'own' | 'infrastructure' }
  | { readonly again: false; readonly why: string }

/**
 * What comes after an attempt. A failure of the infrastructure takes from its own budget first and, when that is used
 * up, from `max-attempts` if it would be tried again anyway. Exponential back-off is fully jittered, so that a hundred
 * runners do not come back in step. `Retry-After` is kept to the letter: where it asks for more than `max-delay`
 * allows, or the next attempt would begin after `max-time`, the step gives up at once.
 */
export function nextAttempt(retry: Retry, tries: Tries, failed: Failed, random: () => number): Next {
  const { failure } = failed
  const budget = budgetOf(retry, tries, failed)
  if (typeof budget !== 'string') return budget
  const asked = failure.retryAfterMs ?? 0
  if (asked > retry.maxDelayMs) {
    const most = duration(retry.maxDelayMs)
    return over(`the server asks for ${duration(asked)} of pause, which is more than max-delay (${most})`)
  }
  const delayMs = Math.max(asked, pauseMs(retry, tries.attempts, random))
  if (retry.maxTimeMs !== undefined && tries.elapsedMs + delayMs > retry.maxTimeMs) {
    return over(`another attempt would begin after max-time (${duration(retry.maxTimeMs)})`)
  }
  return { again: true, delayMs, budget }
}

function budgetOf(
  retry: Retry,
  { attempts, infrastructure }: Tries,
  failed: Failed,
): 'own' | 'infrastructure' | Next {
  const isInfrastructure = failed.failure.facts?.infrastructure === true
  if (isInfrastructure && infrastructure < retry.infrastructure) return 'infrastructure'
  const fit = fitOf(retry.on, failed)
  if (fit.fits && attempts - infrastructure < retry.maxAttempts) return 'own'
  if (fit.fits || infrastructure > 0) return over(`that was the last of ${counted(attempts, 'attempt')}`)
  return over(fit.why)
}

/** Enough for a millisecond to become years; without a bound nothing times infinity would be no number. */
const mostDoublings = 40

function pauseMs({ backoff, delayMs, maxDelayMs }: Retry, attempts: number, random: () => number): number {
  if (backoff === 'constant') return Math.min(maxDelayMs, delayMs)
  return Math.round(random() * Math.min(maxDelayMs, delayMs * 2 ** Math.min(attempts - 1, mostDoublings)))
}

function over(why: string): Next {
  return { again: false, why }
}
