import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip, createZstdDecompress } from 'node:zlib'
import { fileChunks } from '../../../dataset/file-chunks.ts'
import { Failure } from '../../../diagnostic/failure.ts'
import { fileFailure } from '../../file-failure.ts'
import type { CompressionOptions } from './compression-options.ts'
import { damagedFailure, isCutShort } from './damaged-failure.ts'
import { requireNothingBehind } from './nothing-behind.ts'
import type { Spooled } from '../spool.ts'
import { cutEntryBytes } from './cut-zip.ts'
import type { LocalEntry } from './local-entry.ts'
import { entryBytes } from './zip.ts'
import { zstdFrames } from './zstd-frames.ts'

/** Each chunk costs some waiting and some handing over, however small it is. */
const chunkBytes = 1 << 18

type Compression = 'none' | 'gzip' | 'zstd' | 'zip'
type Bytes = AsyncGenerator<Buffer, void, void>

export interface Reading {
  readonly compression: Compression
  readonly signal: AbortSignal
  /** Hears how many bytes of the file have been read so far. */
  readonly onBytes: (bytes: number) => void
  /** Hears, behind the last byte, that there should be more. Absent: data that is cut short is a failure. */
  readonly onCut?: (reason: string) => void
}

/** Told from the first bytes, unless the author says it. */
export async function findCompression(
  { path, label }: Spooled,
  { compression }: Pick<CompressionOptions, 'compression'>,
): Promise<Compression> {
  return compression === 'auto' ? compressionOf(await readHead(path, label)) : compression
}

function compressionOf(head: Buffer): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  const magic = head.length < 4 ? 0 : head.readUInt32LE(0)
  if (magic === 0xfd2fb528) return 'zstd'
  return magic === 0x04034b50 || magic === 0x06054b50 ? 'zip' : 'none'
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

/** The bytes of a source, decompressed; each chunk is valid until the next is asked for. Throws a `Failure` (`file/compression`) where they are damaged. */
export async function* readBytes(source: Spooled, reading: Reading): Bytes {
  const { signal } = reading
  try {
    for await (const chunk of unpacked(source, reading)) {
      signal.throwIfAborted()
      yield chunk
    }
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof Failure ? error : fileFailure(error, source.label)
  }
}

function unpacked(source: Spooled, reading: Reading): AsyncIterable<Buffer> {
  const { compression, onBytes } = reading
  if (source.local !== undefined) return cutEntry(source, source.local, reading)
  if (source.entry !== undefined) return nested(source, counted(entryBytes(source, source.entry), onBytes))
  if (compression === 'gzip' || compression === 'zstd') return decompressed(source, compression, reading)
  return fileBytes(source, onBytes)
}

function fileBytes({ path }: Spooled, onBytes: (bytes: number) => void): Bytes {
  return counted(fileChunks(path), onBytes)
}

async function* counted(bytes: AsyncIterable<Buffer>, onBytes: (bytes: number) => void): Bytes {
  let done = 0
  for await (const chunk of bytes) {
    done += chunk.length
    onBytes(done)
    yield chunk
  }
}

async function* cutEntry(source: Spooled, local: LocalEntry, { onBytes, onCut }: Reading): Bytes {
  yield* nested(source, counted(cutEntryBytes(source, local), onBytes), !local.whole)
  if (!local.whole) onCut?.('its zip data ends too early')
}

/** An entry of a zip may be compressed once more. */
async function* nested(source: Spooled, bytes: Bytes, isCut = false): Bytes {
  const first = await bytes.next()
  if (first.done === true) return
  const inner = compressionOf(first.value)
  if (inner === 'zip')
    throw new Failure('file/compression', `"${source.label}" is a zip inside a zip`, {
      help: 'Unpack the outer one in a `run` step',
    })
  let fed = 0
  async function* whole(): Bytes {
    if (first.done !== true) yield first.value
    yield* bytes
  }
  if (inner === 'none') {
    yield* whole()
    return
  }
  const stream =
    inner === 'gzip'
      ? createGunzip(isCut ? { finishFlush: constants.Z_SYNC_FLUSH } : {})
      : createZstdDecompress(isCut ? { finishFlush: constants.ZSTD_e_flush } : {})
  try {
    yield* through(
      stream,
      counted(whole(), (count) => (fed = count)),
    )
  } catch (error) {
    throw damagedFailure(error, source, inner)
  }
  if (stream.bytesWritten === fed) return
  throw new Failure('file/compression', `"${source.label}" holds more behind its first ${inner} data`, {
    help: 'Unpack it in a `run` step',
  })
}

async function* decompressed(
  source: Spooled,
  compression: 'gzip' | 'zstd',
  { onBytes, onCut }: Reading,
): Bytes {
  let handed = 0
  try {
    for await (const chunk of compression === 'gzip' ? gunzipped(source, onBytes) : unzstd(source, onBytes)) {
      yield chunk
      handed += chunk.length
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw error
    if (onCut === undefined || !isCutShort(error)) throw damagedFailure(error, source, compression)
    if (compression === 'gzip') yield* restOfGzip(source, handed)
    onCut(`its ${compression} data ends too early`)
  }
}

async function* gunzipped(source: Spooled, onBytes: (bytes: number) => void): Bytes {
  const stream = createGunzip()
  yield* through(stream, counted(createReadStream(source.path, { highWaterMark: chunkBytes }), onBytes))
  await requireNothingBehind(source, stream.bytesWritten)
}

async function* unzstd({ path }: Spooled, onBytes: (bytes: number) => void): Bytes {
  for await (const { start, end, whole } of zstdFrames(path)) {
    const frame = createReadStream(path, { start, end: end - 1, highWaterMark: chunkBytes })
    yield* through(
      createZstdDecompress(),
      counted(frame, (bytes) => onBytes(start + bytes)),
    )
    if (!whole) throw new Error('unexpected end of file')
  }
}

async function* through(stream: Transform, bytes: Bytes): Bytes {
  const done = pipeline(bytes, stream)
  done.catch(() => {})
  try {
    yield* stream
    await done
  } finally {
    stream.destroy()
  }
}

/** What can be had of gzip data that is cut short, and was not handed on before that was seen. */
async function* restOfGzip({ path }: Spooled, handed: number): Bytes {
  const stream = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })
  const done = pipeline(createReadStream(path, { highWaterMark: chunkBytes }), stream)
  done.catch(() => {})
  let seen = 0
  for await (const chunk of stream) {
    const bytes: Buffer = chunk
    if (seen + bytes.length > handed) yield bytes.subarray(Math.max(0, handed - seen))
    seen += bytes.length
  }
}
