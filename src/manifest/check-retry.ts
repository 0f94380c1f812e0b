import { type Tell, asList } from '../steps/authored.ts'
import { parseDuration } from '../text/duration.ts'
import type { AuthoredRetry } from './schema-retry.ts'

/**
 * Patterns that are none, and (warnings) retries that never come. `defaults` hold where `written` says nothing. `tell`
 * speaks of places below `retry`.
 */
export function checkRetry(written: AuthoredRetry, defaults: AuthoredRetry, tell: Tell): void {
  checkRetryMessages(written, tell)
  const retry = { ...defaults, ...written }
  if ((retry['max-attempts'] ?? 1) === 1 && written.on !== undefined)
    tell(['on'], '`on` has no effect: the step is tried once', {
      code: 'manifest/retry',
      severity: 'warning',
      part: 'key',
      help: retry['max-attempts'] === undefined ? 'add `max-attempts: 3`' : 'raise `max-attempts`',
    })
  const [delay, longest] = [parseDuration(retry.delay ?? '5s'), parseDuration(retry['max-time'] ?? '')]
  if (delay !== undefined && longest !== undefined && longest < delay && written['max-time'] !== undefined)
    tell(
      ['max-time'],
      `after ${retry['max-time']} nothing is tried again, but the first pause is ${retry.delay ?? '5s'}`,
      {
        code: 'manifest/retry',
        severity: 'warning',
        help: 'raise `max-time`, or lower `delay`',
      },
    )
  if (written.delay !== undefined && written['max-delay'] !== undefined) checkDelays(written, tell)
}

function checkDelays(retry: AuthoredRetry, tell: Tell): void {
  const [delay, most] = [parseDuration(retry.delay ?? ''), parseDuration(retry['max-delay'] ?? '')]
  if (delay === undefined || most === undefined || delay <= most) return
  tell(['delay'], `the first pause of ${retry.delay} is longer than the longest, ${retry['max-delay']}`, {
    code: 'manifest/retry',
    severity: 'warning',
    help: 'lower `delay`, or raise `max-delay`',
  })
}

/** They are searched line by line (`run/search.ts`), by JavaScript's rules. */
export function checkRetryMessages(retry: AuthoredRetry, tell: Tell): void {
  const messages = retry.on?.message
  for (const [index, pattern] of asList(messages).entries()) {
    const fault = faultOf(pattern)
    if (fault === undefined) continue
    const path = ['on', 'message', ...(typeof messages === 'string' ? [] : [index])]
    tell(path, `${JSON.stringify(pattern)} is no regular expression: ${fault}`, {
      code: 'manifest/retry',
      help: 'write one that JavaScript takes; a backslash before a sign makes it stand for itself',
    })
  }
}

function faultOf(pattern: string): string | undefined {
  try {
    return new RegExp(pattern, 'm') instanceof RegExp ? undefined : ''
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return message.replace(/^.*: (?=[^:]*$)/, '').toLowerCase()
  }
}
