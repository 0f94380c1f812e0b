import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { Failure } from '../../diagnostic/failure.ts'
import { fileFailure } from '../file-failure.ts'
import { countBytes } from './count-bytes.ts'
import type { ExtractOptions } from './options.ts'
import { readPlain } from './read-plain.ts'
import type { Spooled } from './spool.ts'
import { zstdIsWhole } from './zstd-is-whole.ts'
import { number } from '../../text/quantities.ts'

/** Each chunk costs some waiting and some handing over, however small it is. */
const chunkBytes = 1 << 18

type Compression = 'none' | 'gzip' | 'zstd'

/** Told from the first bytes, unless the author says it. */
export async function findCompression(
  { path, label }: Spooled,
  { compression }: Pick<ExtractOptions, 'compression'>,
): Promise<Compression> {
  if (compression !== 'auto') return compression
  const head = await readHead(path, label)
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return 'zstd'
  return 'none'
}

async function readHead(path: string, label: string): Promise<Buffer> {
  try {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    throw fileFailure(error, label)
  }
}

/** The bytes of a source, decompressed; a chunk is valid until the next is asked for. `onBytes` hears how many bytes of the file have been read so far. */
export async function* readBytes(
  source: Spooled,
  {
    compression,
    signal,
    onBytes,
  }: { compression: Compression; signal: AbortSignal; onBytes: (bytes: number) => void },
): AsyncGenerator<Buffer, void, void> {
  if (compression === 'none') {
    yield* readPlain(source, signal, onBytes)
    return
  }
  const file = createReadStream(source.path, { highWaterMark: chunkBytes })
  const { stream: count } = countBytes(onBytes)
  const stream = compression === 'gzip' ? createGunzip() : createZstdDecompress()
  const whole = pipeline([file, count, stream])
  whole.catch(() => {})
  try {
    for await (const chunk of stream) {
      signal.throwIfAborted()
      yield chunk
    }
    await whole
    if (compression === 'zstd' && !(await zstdIsWhole(source.path))) throw new Error('unexpected end of file')
  } catch (error) {
    signal.throwIfAborted()
    throw damaged(error, source, compression)
  } finally {
    file.destroy()
    stream.destroy()
  }
}

function damaged(error: unknown, { label, bytes, fetched }: Spooled, compression: string): Failure {
  if (error instanceof Failure) return error
  const reason = error instanceof Error ? error.message : String(error)
  const truncated = /unexpected end|incomplete|truncated/iu.test(reason)
  return new Failure(
    'file/compression',
    truncated
      ? `"${label}" is cut short: its ${compression} data ends too early (${number(bytes)} bytes)`
      : `"${label}" is damaged: its ${compression} data cannot be read (${reason})`,
    { cause: error, retryable: truncated && fetched },
  )
}
