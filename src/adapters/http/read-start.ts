const excerptBytes = 65_536

/**
 * The start of a body that only serves a message; whatever goes wrong while reading it matters no more. Cut where a
 * secret may stand, it ends in `…`, by which a mask knows half a one.
 */
export async function readStart(body: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of body) {
      chunks.push(Buffer.from(chunk))
      bytes += chunk.length
      if (bytes >= excerptBytes) break
    }
  } catch {
    return ''
  }
  const start = Buffer.concat(chunks).subarray(0, excerptBytes).toString('utf8')
  return bytes >= excerptBytes ? `${start.replace(/\uFFFD$/u, '')}…` : start
}
