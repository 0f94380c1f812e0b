import type { RetryOn } from '../../manifest/manifest.ts'
import type { FailureRecord } from '../event.ts'
import { search } from './search.ts'

/** What an attempt left to judge by: how it failed, and the last lines of its log. */
export interface Failed {
  readonly failure: FailureRecord
  readonly log: readonly string[]
}

/** Whether a failure is tried again: any of `on` fits it or, without `on`, it says so itself. If not, why not. */
export type Fit = { readonly fits: true } | { readonly fits: false; readonly why: string }

export function fitOf(on: RetryOn | undefined, { failure, log }: Failed): Fit {
  if (on === undefined) return failure.retryable ? fits : misfit('another attempt would bring the same')
  if (fitsFacts(on, failure)) return fits
  if (on.messages.length === 0) return misfit('nothing in retry.on fits it')
  const { found, tooSlow } = search(on.messages, [failure.message, ...failure.causes, ...log].join('\n'))
  if (found) return fits
  const slow = tooSlow.map((pattern) => `; the pattern ${pattern} took too long`).join('')
  return misfit(`nothing in retry.on fits it${slow}`)
}

const fits: Fit = { fits: true }

function misfit(why: string): Fit {
  return { fits: false, why }
}

function fitsFacts(on: RetryOn, { code, facts = {} }: FailureRecord): boolean {
  const { exitCode, httpStatus, sqlState } = facts
  return (
    (on.timeout && code === 'step/timeout') ||
    (exitCode !== undefined && on.exitCodes.includes(exitCode)) ||
    (httpStatus !== undefined && on.httpStatuses.some((wanted) => isStatus(httpStatus, wanted))) ||
    (sqlState !== undefined && on.sqlStates.some((wanted) => isState(sqlState, wanted)))
  )
}

/** `429`, or `5xx` for the class. */
function isStatus(status: number, wanted: string): boolean {
  return wanted.endsWith('xx') ? Math.floor(status / 100) === Number(wanted[0]) : String(status) === wanted
}

/** `40001`, or `08*` for all that begin so; letters of either case. */
function isState(state: string, wanted: string): boolean {
  const [has, asked] = [state.toUpperCase(), wanted.toUpperCase()]
  return asked.endsWith('*') ? has.startsWith(asked.slice(0, -1)) : has === asked
}
