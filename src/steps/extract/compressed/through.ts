import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip } from 'node:zlib'

export type Bytes = AsyncGenerator<Buffer, void, void>

/** What a decompressor makes of bytes. Throws what it throws. */
export async function* through(stream: Transform, bytes: AsyncIterable<Buffer>): Bytes {
  const done = pipeline(bytes, stream)
  done.catch(() => {})
  try {
    yield* stream
    await done
  } finally {
    stream.destroy()
  }
}

/** Hears after each chunk how many bytes there have been. */
export async function* counted(bytes: AsyncIterable<Buffer>, onBytes: (bytes: number) => void): Bytes {
  let done = 0
  for await (const chunk of bytes) {
    done += chunk.length
    onBytes(done)
    yield chunk
  }
}

/** What can be had of gzip data that is cut short, and was not handed on before that was seen. */
export async function* restOfGzip(bytes: AsyncIterable<Buffer>, handed: number): Bytes {
  let seen = 0
  for await (const chunk of through(createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }), bytes)) {
    if (seen + chunk.length > handed) yield chunk.subarray(Math.max(0, handed - seen))
    seen += chunk.length
  }
}
