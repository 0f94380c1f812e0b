import { Failure } from '../../diagnostic/failure.ts'
import { factsOfCode } from '../../diagnostic/network-fault.ts'
import { createMask } from '../../text/mask.ts'
import { safeAddress, secretsOf } from './address.ts'
import { excerpt } from './excerpt.ts'
import { rateLimitWait, retryAfterOf } from '../../text/http-waits.ts'
import { number } from '../../text/quantities.ts'

const retryableStatuses = new Set([408, 425, 429, 500, 502, 503, 504])

/** The server's own trouble, or that of what stands before it. */
const brokenServer = new Set([500, 502, 503, 504])

const remedies: Readonly<Record<number, string>> = {
  401: 'Check the credentials in "auth" or "headers"',
  403: 'Check the credentials in "auth" or "headers" and that they may read this address',
  404: 'Check the address',
  407: 'Check the proxy settings',
}

export interface Answer {
  readonly url: string
  readonly method: string
  readonly status: number
  readonly statusText: string
  readonly headers: Readonly<Record<string, string>>
  /** Its beginning. */
  readonly body: string
  /** Hides the secrets of whoever asked. */
  readonly mask: (text: string) => string
  readonly now: Date
}

/** An answer that is no 2xx. */
export function statusFailure(answer: Answer): Failure {
  const ofAddress = createMask(secretsOf(answer.url))
  const said = excerpt(answer.body, (text) => ofAddress(answer.mask(text)))
  const status =
    `${answer.status} ${answer.statusText}${isRedirect(answer.status) ? ', after 20 redirects or to nowhere' : ''}`.trim()
  const help = remedies[answer.status]
  const retryAfterMs = askedWait(answer)
  return new Failure(
    'http/status',
    `${answer.method} ${safeAddress(answer.url)} answered ${status}${said === '' ? '' : `: "${said}"`}`,
    {
      // A 403 that says when to come back is about how much was asked, not about who asked.
      retryable:
        retryableStatuses.has(answer.status) || (answer.status === 403 && retryAfterMs !== undefined),
      facts: {
        httpStatus: answer.status,
        ...(brokenServer.has(answer.status) ? { infrastructure: true } : {}),
      },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(help === undefined ? {} : { help }),
    },
  )
}

function isRedirect(status: number): boolean {
  return status >= 300 && status <= 399 && status !== 304
}

/** A server that refuses because of how much was asked says until when, in one way or another. */
function askedWait({ headers, status, now }: Answer): number | undefined {
  const asked = retryAfterOf(headers, now)
  return asked ?? (status === 429 || status === 403 ? rateLimitWait(headers, now) : undefined)
}

/** The connection could not be made, or it broke: worth another attempt, but for an address that is no address. */
export function connectionFailure(url: string, error: unknown, method: string): Failure {
  const code = systemCode(error)
  return new Failure('http/connection', `${method} ${safeAddress(url)} failed: ${explain(code)}`, {
    retryable: !mistakes.has(code),
    facts: factsOfCode(code),
  })
}

/** The author's, or the server's for good: another attempt brings the same. */
const mistakes = new Set(['ERR_INVALID_URL', 'UND_ERR_INVALID_ARG'])

/** The body ended before its time. */
export function bodyFailure(
  url: string,
  error: unknown,
  { bytes, method }: { readonly bytes: number; readonly method: string },
): Failure {
  const code = systemCode(error)
  return new Failure(
    'http/truncated',
    `the answer of ${method} ${safeAddress(url)} broke off after ${number(bytes)} bytes: ${explain(code)}`,
    { retryable: true, facts: factsOfCode(code) },
  )
}

/** By its code alone: a message may repeat the address or a header, and with it what is secret. */
function explain(code: string): string {
  return explanations[code] ?? code
}

const explanations: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ECONNRESET: 'the connection was reset (ECONNRESET)',
  UND_ERR_SOCKET: 'the connection was closed (UND_ERR_SOCKET)',
  ENOTFOUND: 'the host name is not known (ENOTFOUND)',
  EAI_AGAIN: 'the host name could not be looked up (EAI_AGAIN)',
  UND_ERR_CONNECT_TIMEOUT: 'no connection within 10 seconds (UND_ERR_CONNECT_TIMEOUT)',
  UND_ERR_HEADERS_TIMEOUT: 'no answer within 5 minutes (UND_ERR_HEADERS_TIMEOUT)',
  UND_ERR_BODY_TIMEOUT: 'nothing came for 5 minutes (UND_ERR_BODY_TIMEOUT)',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH:
    'it is shorter than its Content-Length (UND_ERR_RES_CONTENT_LENGTH_MISMATCH)',
  ERR_INVALID_URL: 'it is no URL',
  UND_ERR_INVALID_ARG:
    'the address, where it redirects to, or one of "headers" is not valid (UND_ERR_INVALID_ARG)',
  Z_BUF_ERROR: 'its compressed data ends too early (Z_BUF_ERROR)',
  Z_DATA_ERROR: 'its compressed data is damaged (Z_DATA_ERROR)',
  ERR_BROTLI_DECODER_ERROR_UNREACHABLE: 'its compressed data is damaged',
}

/** The innermost code of a chain of causes. */
function systemCode(error: unknown): string {
  let code = 'the connection failed'
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') code = at.code
  }
  return code
}
