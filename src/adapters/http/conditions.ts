import { Failure } from '../../diagnostic/failure.ts'
import type { HttpAnswer, HttpRequest, Validators } from '../../ports/ports.ts'
import { safeAddress } from './address.ts'

/** The headers by which a request asks only for what is new, or only for the rest. */
export function conditionHeaders({ known, rest }: HttpRequest): Record<string, string> {
  return {
    ...(known?.etag === undefined ? {} : { 'if-none-match': known.etag }),
    ...(known?.lastModified === undefined ? {} : { 'if-modified-since': known.lastModified }),
    // A range counts the bytes of one encoding, and what is here already came without any.
    ...(rest === undefined
      ? {}
      : { range: `bytes=${rest.bytes}-`, 'if-range': rest.ifRange, 'accept-encoding': 'identity' }),
  }
}

/** Whether an answer is one that the request asked for. */
export function isAnswer(status: number, { known }: HttpRequest): boolean {
  const isConditional = known?.etag !== undefined || known?.lastModified !== undefined
  return (status >= 200 && status <= 299) || (status === 304 && isConditional)
}

export function validatorsOf(headers: HttpAnswer['headers']): Validators {
  const { etag, 'last-modified': lastModified } = headers
  return {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  }
}

/** A part is joined to nothing unless it says that it is the rest: throws a `Failure` (`http/range`). */
export function requireRest(
  { url, headers: sent = {}, rest }: HttpRequest,
  status: number,
  headers: HttpAnswer['headers'],
): void {
  const isAuthors = Object.keys(sent).some((name) => name.toLowerCase() === 'range')
  if (status !== 206 || (rest === undefined && isAuthors)) return
  const range = headers['content-range']
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/u.exec(range ?? '') ?? []
  const endsWhole = total === '*' || Number(last) + 1 === Number(total)
  const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity'
  if (rest !== undefined && Number(first) === rest.bytes && endsWhole && isPlain) return
  throw new Failure(
    'http/range',
    `${safeAddress(url)} answered with a part that was not asked for: ${range === undefined ? 'it does not say which' : JSON.stringify(range.slice(0, 60))}`,
    { retryable: true },
  )
}
