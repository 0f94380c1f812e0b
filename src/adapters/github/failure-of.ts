import { Failure } from '../../diagnostic/failure.ts'

/** What octokit throws, as far as we look at it. */
interface HttpError {
  readonly status: number
  readonly message: string
  readonly response?: { readonly headers: Readonly<Record<string, unknown>>; readonly data: unknown }
}

/** Turns what a request threw into a `Failure`: one line, no header, no token. `doing` is e.g. `opening an issue`. */
export function failureOf(thrown: unknown, doing: string): Failure {
  if (thrown instanceof Failure) return thrown
  if (!isHttpError(thrown)) return connectionFailure(thrown, doing)
  if (thrown.response === undefined) return connectionFailure(thrown, doing)
  const retryAfterMs = retryAfter(thrown)
  const kind = kindOf(thrown, retryAfterMs)
  return new Failure(`github/${kind.code}`, `${doing}: GitHub answered ${thrown.status}${said(thrown)}`, {
    retryable: kind.retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(kind.help === undefined ? {} : { help: kind.help }),
  })
}

interface Kind {
  readonly code: string
  readonly retryable: boolean
  readonly help?: string
}

const kinds: Readonly<Record<number, Kind>> = {
  401: {
    code: 'unauthorized',
    retryable: false,
    help: 'Hand the action a token that is valid, e.g. ${{ github.token }}',
  },
  403: {
    code: 'forbidden',
    retryable: false,
    help: 'Give the job the permission it lacks, under `permissions:` of the workflow',
  },
  404: { code: 'not-found', retryable: false },
  409: { code: 'conflict', retryable: true },
  422: { code: 'invalid', retryable: false },
  429: { code: 'rate-limited', retryable: true },
}

function kindOf(error: HttpError, retryAfterMs: number | undefined): Kind {
  const limited = { code: 'rate-limited', retryable: true }
  if (error.status === 403 && (retryAfterMs !== undefined || /rate limit/i.test(error.message)))
    return limited
  const other =
    error.status >= 500 ? { code: 'server', retryable: true } : { code: 'invalid', retryable: false }
  return kinds[error.status] ?? other
}

/** What the answer says of itself, uncut: whoever shows it masks it first. An HTML page (a proxy's, say) says nothing worth repeating. */
function said(error: HttpError): string {
  const data = error.response?.data
  if (typeof data !== 'object' || data === null || !('message' in data)) return ''
  const reasons = 'errors' in data && Array.isArray(data.errors) ? data.errors.map(reason) : []
  return `: ${[String(data.message), ...reasons].join('; ').replaceAll(/\s+/g, ' ')}`
}

function reason(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { field, code, message } = error as { field?: string; code?: string; message?: string }
  return message ?? [field, code].filter((part) => part !== undefined).join(' ')
}

function retryAfter(error: HttpError): number | undefined {
  const headers = error.response?.headers ?? {}
  const seconds = Number(headers['retry-after'] ?? Number.NaN)
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000
  if (headers['x-ratelimit-remaining'] !== '0') return undefined
  const resetMs = Number(headers['x-ratelimit-reset'] ?? Number.NaN) * 1000
  return Number.isFinite(resetMs) ? Math.max(0, resetMs - Date.now()) : undefined
}

function connectionFailure(thrown: unknown, doing: string): Failure {
  const inner = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : undefined
  const text = code ?? (inner instanceof Error ? inner.name : 'unknown error')
  return new Failure('github/connection', `${doing}: GitHub cannot be reached (${text})`, { retryable: true })
}

function isHttpError(thrown: unknown): thrown is HttpError {
  return thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number'
}
