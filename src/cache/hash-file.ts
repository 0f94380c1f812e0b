import { createHash } from 'node:crypto'
import { fileChunks } from '../dataset/file-format/file-chunks.ts'

/** The content of a file, as 32 hexadecimal digits; streamed, whatever its size. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of fileChunks(path, 1 << 20)) hash.update(chunk)
  return hash.digest('hex').slice(0, 32)
}
