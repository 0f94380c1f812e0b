import { Failure } from '../../../diagnostic/failure.ts'
import { number } from '../../../text/quantities.ts'
import type { Spooled } from '../spool.ts'

/** Compressed data that cannot be read, as a `Failure` (`file/compression`); one that is a failure already stays. */
export function damagedFailure(error: unknown, source: Spooled, compression: string): Failure {
  if (error instanceof Failure) return error
  const { label, bytes, fetched } = source
  const cut = isCutShort(error)
  const message = cut
    ? `"${label}" is cut short: its ${compression} data ends too early (${number(bytes)} bytes)`
    : `"${label}" is damaged: its ${compression} data cannot be read (${reasonOf(error)})`
  return new Failure('file/compression', message, {
    cause: error,
    retryable: cut && fetched,
    help: cut
      ? 'Get it again, or take what is there: `damaged: reject`'
      : 'Get it again: no row of it can be trusted',
  })
}

/** Whether what is wrong is only that data ends before its end: what stands before the cut is sound. */
export function isCutShort(error: unknown): boolean {
  return /unexpected end|incomplete|truncated|end of central directory record signature|invalid comment length/iu.test(
    reasonOf(error),
  )
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
