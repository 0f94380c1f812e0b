import { createReadStream } from 'node:fs'

/** Longer than any secret GitHub stores (48 KB) is in a URL, so none can hide on the border of two reads. */
const overlap = 192 * 1024
const chunkBytes = 1024 * 1024

/** Whether a file shows a secret: `mask` is the function that would have hidden it. Read once, in bounded memory. */
export async function showsSecret(path: string, mask: (text: string) => string): Promise<boolean> {
  let tail = Buffer.alloc(0)
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: chunkBytes })
  for await (const chunk of chunks) {
    const window = Buffer.concat([tail, chunk])
    const text = window.toString('utf8')
    if (mask(text) !== text) return true
    tail = window.subarray(Math.max(0, window.length - overlap))
  }
  return false
}
