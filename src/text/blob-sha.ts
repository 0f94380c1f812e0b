import { createHash } from 'node:crypto'

/** The name git gives a file of these bytes (`git hash-object`). */
export function blobSha(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}
