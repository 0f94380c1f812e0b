import { createReadStream } from 'node:fs'
import { Failure } from '../../../diagnostic/failure.ts'
import { number } from '../../../text/quantities.ts'
import type { Spooled } from '../spool.ts'

/**
 * Gzip data may be padded with zeros. Node's decompressor stops at the first of them, and would lose what stands behind
 * the padding. Throws a `Failure` (`file/compression`) if anything does.
 */
export async function requireNothingBehind({ path, label, bytes }: Spooled, end: number): Promise<void> {
  if (end >= bytes) return
  let at = end
  for await (const chunk of createReadStream(path, { start: end })) {
    const found = Buffer.from(chunk).findIndex((byte) => byte !== 0)
    if (found >= 0)
      throw new Failure(
        'file/compression',
        `"${label}" is damaged: more follows behind its gzip data, at byte ${number(at + found)}`,
        { help: 'Get it again: no row of it can be trusted' },
      )
    at += chunk.length
  }
}
