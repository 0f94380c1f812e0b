import type { HttpAnswer } from '../../../ports/ports.ts'

/**
 * What an answer's rest can be asked for with (`If-Range`, RFC 9110, 13.1.5): a strong ETag, or a Last-Modified that
 * was old enough when it was sent to tell every change. `undefined`: its rest cannot be joined to its beginning.
 */
export function rangeValidator({ status, headers, validators }: HttpAnswer): string | undefined {
  const takesRanges = /(?:^|,)\s*bytes\s*(?:,|$)/iu.test(headers['accept-ranges'] ?? '')
  if (status !== 200 || !takesRanges || (headers['content-encoding'] ?? 'identity') !== 'identity')
    return undefined
  const { etag, lastModified } = validators
  if (etag !== undefined && /^"[^"]*"$/u.test(etag)) return etag
  const age = Date.parse(headers['date'] ?? '') - Date.parse(lastModified ?? '')
  return age >= 1000 ? lastModified : undefined
}
