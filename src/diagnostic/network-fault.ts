import type { FailureFacts } from './failure.ts'

/** What the operating system, Node and undici say when a network or a machine let us down for the moment. */
const passing = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
])

/**
 * Whether a code tells of the network and of nothing that an author wrote. An unknown host (`ENOTFOUND`) is none: the
 * name server answered, and the name is wrong.
 */
export function isNetworkFault(code: string): boolean {
  return passing.has(code)
}

/** What `retry` is told of a failure for which there is no more than such a code. */
export function factsOfCode(code: string): FailureFacts {
  return isNetworkFault(code) ? { infrastructure: true } : {}
}
