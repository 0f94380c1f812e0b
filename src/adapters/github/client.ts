import { Octokit } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import type Bottleneck from 'bottleneck'
import { failureOf } from './failure-of.ts'

/** Which repository, spoken to as whom. */
export interface Connection {
  /** E.g. `https://api.github.com`: the value of GITHUB_API_URL. */
  readonly baseUrl: string
  readonly token: string
  readonly owner: string
  readonly repo: string
  /** How long a second of waiting lasts; tests make it short. Default 1,000. */
  readonly secondMs?: number
}

const requestTimeoutMs = 30_000
/** A longer wish to be left alone is not waited out here: it becomes a `Failure` with `retryAfterMs`. */
const longestWaitSeconds = 60
const mostRetries = 3

const PluggedOctokit = Octokit.plugin(paginateRest, retry, throttling)

export type Client = InstanceType<typeof PluggedOctokit>

/** A client that retries what may pass (5xx, lost connections), waits when asked to, and never waits long. */
export function createClient(connection: Connection): Client {
  const secondMs = connection.secondMs ?? 1000
  const waitAgain = (retryAfter: number, _options: unknown, _client: unknown, retryCount: number) =>
    retryAfter <= longestWaitSeconds && retryCount < mostRetries
  const client = new PluggedOctokit({
    auth: connection.token,
    baseUrl: connection.baseUrl,
    userAgent: 'millrace',
    log: silent,
    request: { fetch: fetchWithin },
    retry: { doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451], retryAfterBaseValue: secondMs },
    throttle: {
      onRateLimit: waitAgain,
      onSecondaryRateLimit: waitAgain,
      retryAfterBaseValue: secondMs,
      ...(secondMs < 1000 ? { write: unpaced, notifications: unpaced } : {}),
    },
  })
  client.hook.error('request', tellConflict)
  return client
}

/** Does the duty of a group of the throttling plugin; this one lets everything through at once. */
const unpaced: Bottleneck.Group = Object.create(null, {
  key: { value: () => ({ schedule: (_options: unknown, work: () => Promise<unknown>) => work() }) },
})

/** The pagination plugin takes a 409 for an empty list, which a list of issues never means. */
function tellConflict(error: unknown): never {
  throw error instanceof Error && 'status' in error && error.status === 409
    ? failureOf(error, 'asking GitHub')
    : error
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

function fetchWithin(url: string, options: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...options, signal: AbortSignal.timeout(requestTimeoutMs) })
}
