import { closeSync, openSync, writeSync } from 'node:fs'

/**
 * Writes a file chunk by chunk, and calls `after` with each that is written. Each is written at once, as a stream and
 * another thread to write would cost more processor time than the bytes; between them others have their turn.
 */
export async function writeChunks(
  path: string,
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  after: (chunk: Buffer) => void,
): Promise<void> {
  const file = openSync(path, 'w')
  try {
    for await (const chunk of chunks) {
      for (let done = 0; done < chunk.length;) done += writeSync(file, chunk, done)
      after(chunk)
      await new Promise(setImmediate)
    }
  } finally {
    closeSync(file)
  }
}
