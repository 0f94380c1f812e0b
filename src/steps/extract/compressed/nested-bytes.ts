import { createGunzip, createZstdDecompress } from 'node:zlib'
import { Failure } from '../../../diagnostic/failure.ts'
import type { Spooled } from '../spool.ts'
import { compressionOf } from './compression-of.ts'
import { damagedFailure, isCutShort } from './damaged-failure.ts'
import { type Bytes, counted, restOfGzip, through } from './through.ts'
import { zstdFrames } from './zstd-frames.ts'

interface Entry {
  /** Its bytes, from their beginning each time. */
  readonly open: () => Bytes
  /** As of `Reading`. */
  readonly onCut?: ((reason: string) => void) | undefined
}

/** The bytes of an entry of a zip, which may be compressed once more. Throws a `Failure` (`file/compression`). */
export async function* nestedBytes(source: Spooled, { open, onCut }: Entry): Bytes {
  await using bytes = open()
  const first = await bytes.next()
  if (first.done === true) return
  const inner = compressionOf(first.value)
  if (inner === 'none') {
    yield first.value
    yield* bytes
    return
  }
  await bytes.return()
  if (inner === 'zip')
    throw new Failure('file/compression', `"${source.label}" is a zip inside a zip`, {
      help: 'Unpack the outer one in a `run` step',
    })
  let handed = 0
  try {
    for await (const chunk of inner === 'gzip' ? gunzipped(source, open) : unzstd(source, open)) {
      yield chunk
      handed += chunk.length
    }
  } catch (error) {
    if (error instanceof Failure || onCut === undefined || !isCutShort(error))
      throw damagedFailure(error, source, inner)
    if (inner === 'gzip') yield* restOfGzip(open(), handed)
    onCut(`its ${inner} data ends too early`)
  }
}

async function* gunzipped(source: Spooled, open: Entry['open']): Bytes {
  const stream = createGunzip()
  let fed = 0
  yield* through(
    stream,
    counted(open(), (bytes) => (fed = bytes)),
  )
  if (stream.bytesWritten !== fed) throw moreBehind(source, 'gzip')
}

/** Node's decompressor says nothing of a frame that is cut short, so the frame is measured first. */
async function* unzstd(source: Spooled, open: Entry['open']): Bytes {
  await using bytes = new ForwardBytes(open())
  for await (const { start, whole } of zstdFrames(bytes.at)) {
    if (start > 0) throw moreBehind(source, 'zstd')
    yield* through(createZstdDecompress(), open())
    if (!whole) throw new Error('unexpected end of file')
  }
}

function moreBehind({ label }: Spooled, compression: string): Failure {
  return new Failure('file/compression', `"${label}" holds more behind its first ${compression} data`, {
    help: 'Unpack it in a `run` step',
  })
}

/** Bytes that pass once, asked for by their place, which never goes back. */
class ForwardBytes implements AsyncDisposable {
  readonly #bytes: Bytes
  #chunk: Buffer = Buffer.alloc(0)
  #start = 0

  constructor(bytes: Bytes) {
    this.#bytes = bytes
  }

  readonly at = async (at: number, length: number): Promise<Buffer> => {
    while (at + length > this.#start + this.#chunk.length) {
      const kept = this.#chunk.subarray(Math.max(0, at - this.#start))
      const next = await this.#bytes.next()
      if (next.done === true) break
      this.#start += this.#chunk.length - kept.length
      this.#chunk = kept.length === 0 ? Buffer.from(next.value) : Buffer.concat([kept, next.value])
    }
    const from = Math.max(0, at - this.#start)
    return this.#chunk.subarray(from, from + length)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#bytes.return()
  }
}
