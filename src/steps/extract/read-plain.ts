import { fileChunks } from '../../dataset/file-chunks.ts'
import { fileFailure } from '../file-failure.ts'
import type { Spooled } from './spool.ts'

/** The bytes of a source as they are; a chunk is valid until the next is asked for. */
export async function* readPlain(
  { path, label }: Spooled,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer, void, void> {
  let bytes = 0
  try {
    for await (const chunk of fileChunks(path)) {
      signal.throwIfAborted()
      bytes += chunk.length
      onBytes(bytes)
      yield chunk
    }
  } catch (error) {
    signal.throwIfAborted()
    throw fileFailure(error, label)
  }
}
