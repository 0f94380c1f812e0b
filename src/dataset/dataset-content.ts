import { createHash, type Hash } from 'node:crypto'
import { statSync } from 'node:fs'
import { fileChunks } from './file-format/file-chunks.ts'
import { pageSize } from './file-format/page-allocator.ts'

/**
 * Tells the content of a dataset's file from any other, in 32 hexadecimal digits: of its bytes in the order in which they
 * are written, the first page last.
 */
export class ContentHash {
  readonly #hash: Hash = createHash('sha256')

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes)
  }

  digest(): string {
    return this.#hash.digest('hex').slice(0, 32)
  }
}

/** Contents that were told while the files were written, by what these were then: they may be called otherwise since. */
const told = new Map<string, string>()

/** What `contentOf` is to answer as long as the file stays what it is now, whatever it is called. */
export function rememberContent(path: string, content: string): void {
  const file = stateOf(path)
  if (file !== undefined) told.set(file, content)
}

/** The content of a dataset's file, as `ContentHash` tells it; read for it, unless that was done when it was written. */
export async function contentOf(path: string): Promise<string> {
  const known = told.get(stateOf(path) ?? '')
  if (known !== undefined) return known
  const hash = new ContentHash()
  let first: Buffer | undefined
  for await (const chunk of fileChunks(path, 1 << 20)) {
    hash.add(first === undefined ? chunk.subarray(pageSize) : chunk)
    first ??= Buffer.from(chunk.subarray(0, pageSize))
  }
  hash.add(first ?? Buffer.alloc(0))
  return hash.digest()
}

function stateOf(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stat && [stat.dev, stat.ino, stat.size, stat.mtimeNs].join(' ')
}
