import { open, type FileHandle } from 'node:fs/promises'

/**
 * The bytes of a file, piece by piece; while one is worked on, the next is read. A piece is valid until the next is
 * asked for: two buffers serve for all, as fresh ones pile up faster than they are collected.
 */
export async function* fileChunks(path: string, size = 1 << 19): AsyncGenerator<Buffer, void, void> {
  await using file = await open(path)
  let pending: Promise<Buffer> | undefined
  try {
    let [now, next] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)]
    for (pending = read(file, now); ; [now, next] = [next, now]) {
      const chunk = await pending
      if (chunk.length === 0) return
      pending = read(file, next)
      yield chunk
    }
  } finally {
    await pending?.catch(() => {})
  }
}

/** Its failure is told when it is awaited, which may be later than Node would like. */
function read(file: FileHandle, into: Buffer): Promise<Buffer> {
  const chunk = file.read(into, 0, into.length, null).then(({ bytesRead }) => into.subarray(0, bytesRead))
  chunk.catch(() => {})
  return chunk
}
