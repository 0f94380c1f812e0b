import { Bug, Failure } from '../../diagnostic/failure.ts'
import type { FailureRecord } from '../event.ts'

const maxCauses = 10

/** A failure as it travels. What was thrown without being a `Failure` is told as `step/unexpected`. */
export function failureRecordOf(error: unknown): FailureRecord {
  const causes = causesOf(error)
  if (!(error instanceof Failure)) {
    const ours = error instanceof Bug ? { help: 'This is a bug of Millrace: please report it' } : {}
    return { code: 'step/unexpected', message: messageOf(error), ...ours, causes, retryable: false }
  }
  return {
    code: error.code,
    message: error.message,
    ...(error.help === undefined ? {} : { help: error.help }),
    causes,
    retryable: error.retryable,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(Object.keys(error.facts).length === 0 ? {} : { facts: error.facts }),
  }
}

/** The messages below the first one, nearest first, each once; of an `AggregateError` all its parts. */
function causesOf(error: unknown): string[] {
  const said = new Set([messageOf(error)])
  const open: unknown[] = below(error)
  while (open.length > 0 && said.size <= maxCauses) {
    const cause = open.shift()
    said.add(messageOf(cause))
    open.push(...below(cause))
  }
  return [...said].slice(1)
}

function below(error: unknown): unknown[] {
  if (!(error instanceof Error)) return []
  const parts: unknown[] = error instanceof AggregateError ? error.errors : []
  return error.cause === undefined ? [...parts] : [...parts, error.cause]
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof Failure) return error.message
  return error.message === '' ? error.name : `${error.name}: ${error.message}`
}
