import { asList } from '../steps/authored.ts'
import { parseDuration } from '../text/duration.ts'
import type { Retry, RetryOn } from './manifest.ts'
import type { AuthoredRetry } from './schema-retry.ts'

export function decodeRetry(authored: AuthoredRetry): Retry {
  const delayMs = parseDuration(authored.delay ?? '5s') ?? 0
  return {
    maxAttempts: authored['max-attempts'] ?? 1,
    backoff: authored.backoff ?? 'exponential',
    delayMs,
    maxDelayMs: parseDuration(authored['max-delay'] ?? '') ?? Math.max(delayMs, 120_000),
    ...(authored['max-time'] === undefined ? {} : { maxTimeMs: parseDuration(authored['max-time']) ?? 0 }),
    ...(authored.on === undefined ? {} : { on: decodeRetryOn(authored.on) }),
    infrastructure: authored.infrastructure ?? 2,
  }
}

function decodeRetryOn(on: NonNullable<AuthoredRetry['on']>): RetryOn {
  return {
    exitCodes: [on['exit-code'] ?? []].flat(),
    httpStatuses: [on['http-status'] ?? []].flat().map((status) => String(status).toLowerCase()),
    sqlStates: asList(on.sqlstate),
    messages: asList(on.message),
    timeout: on.timeout ?? false,
  }
}
