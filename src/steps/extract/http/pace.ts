import { Failure } from '../../../diagnostic/failure.ts'
import type { Http } from '../../../ports/ports.ts'
import { rateLimitWait } from '../../../text/http-waits.ts'
import type { StepContext } from '../../step.ts'
import type { RateLimit } from './http-options.ts'
import { tellOnce } from '../tell-once.ts'

/** A server that asks for more than this is left alone, and the step fails. */
export const longestWaitMs = 15 * 60_000

/** What is known of one origin, by all steps of this process. */
interface Pace {
  /** When the last requests were or will be made. */
  readonly turns: number[]
  /** The server takes no request before. */
  freeAt: number
}

const paces = new WeakMap<Http, Map<string, Pace>>()

function paceOf(http: Http, origin: string): Pace {
  const known = paces.get(http) ?? new Map<string, Pace>()
  paces.set(http, known)
  const pace = known.get(origin) ?? { turns: [], freeAt: 0 }
  known.set(origin, pace)
  return pace
}

type Context = Pick<StepContext, 'ports' | 'signal' | 'log'>

/**
 * Waits until the origin may be asked: by the author's limit, and by what the server said last. Throws a `Failure`
 * (`http/rate-limit`) if the server wants to be left alone for too long.
 */
export async function takeTurn(
  origin: string,
  limit: RateLimit | undefined,
  context: Context,
): Promise<void> {
  const { ports, signal, log } = context
  const pace = paceOf(ports.http, origin)
  const now = ports.clock.now().getTime()
  const closedFor = pace.freeAt - now
  if (closedFor > longestWaitMs) throw tooLong(origin, closedFor)
  if (closedFor > 0) log(`waiting ${seconds(closedFor)}: ${origin} says that no request is left until then`)
  const at = reserve(pace, limit, Math.max(now, pace.freeAt))
  if (at - now > Math.max(0, closedFor)) tellOnce({ log }, `requests to ${origin} wait for "rate-limit"`)
  if (at > now) await ports.clock.sleep(at - now, signal)
}

/** The first moment, not before `from`, that keeps the limit. */
function reserve({ turns }: Pace, limit: RateLimit | undefined, from: number): number {
  if (limit === undefined) return from
  const oldest = turns.at(-limit.requests)
  const at = Math.max(from, oldest === undefined ? 0 : oldest + limit.perMs, turns.at(-1) ?? 0)
  turns.push(at)
  if (turns.length > limit.requests * 2) turns.splice(0, turns.length - limit.requests)
  return at
}

function tooLong(origin: string, waitMs: number): Failure {
  return new Failure(
    'http/rate-limit',
    `${origin} takes no request for ${seconds(waitMs)}; more than ${seconds(longestWaitMs)} is not waited for`,
    { retryable: true, retryAfterMs: waitMs, help: 'Ask for less at a time, or less often' },
  )
}

/** Remembers when a server that has no request left takes the next. */
export function heedLimits(
  origin: string,
  headers: Readonly<Record<string, string>>,
  { ports }: Pick<StepContext, 'ports'>,
): void {
  const now = ports.clock.now()
  const wait = rateLimitWait(headers, now)
  if (wait === undefined) return
  const pace = paceOf(ports.http, origin)
  pace.freeAt = Math.max(pace.freeAt, now.getTime() + wait)
}

export function seconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`
}
