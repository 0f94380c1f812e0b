import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { fileChunks } from '../../../dataset/file-format/file-chunks.ts'
import { Failure } from '../../../diagnostic/failure.ts'
import { fileFailure } from '../../file-failure.ts'
import type { CompressionOptions } from './compression-options.ts'
import { damagedFailure, isCutShort } from './damaged-failure.ts'
import { requireNothingBehind } from './nothing-behind.ts'
import type { Spooled } from '../spool.ts'
import { bytesAt } from './bytes-at.ts'
import { type Compression, compressionOf } from './compression-of.ts'
import { cutEntryBytes } from './cut-zip.ts'
import type { LocalEntry } from './local-entry.ts'
import { nestedBytes } from './nested-bytes.ts'
import { type Bytes, counted, restOfGzip, through } from './through.ts'
import { entryBytes } from './zip.ts'
import { zstdFrames } from './zstd-frames.ts'

/** Each chunk costs some waiting and some handing over, however small it is. */
const chunkBytes = 1 << 18

export interface Reading {
  readonly compression: Compression
  readonly signal: AbortSignal
  /** Hears how many bytes of the file have been read so far. */
  readonly onBytes: (bytes: number) => void
  /** Hears, behind the last byte, that there should be more. Absent: data that is cut short is a failure. */
  readonly onCut?: ((reason: string) => void) | undefined
}

/** Told from the first bytes, unless the author says it. */
export async function findCompression(
  { path, label }: Spooled,
  { compression }: Pick<CompressionOptions, 'compression'>,
): Promise<Compression> {
  return compression === 'auto' ? compressionOf(await readHead(path, label)) : compression
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
  const { compression, onBytes, onCut } = reading
  if (source.local !== undefined) return cutEntry(source, source.local, reading)
  const { entry } = source
  if (entry !== undefined)
    return nestedBytes(source, { open: () => counted(entryBytes(source, entry), onBytes), onCut })
  if (compression === 'gzip' || compression === 'zstd') return decompressed(source, compression, reading)
  return fileBytes(source, onBytes)
}

function fileBytes({ path }: Spooled, onBytes: (bytes: number) => void): Bytes {
  return counted(fileChunks(path), onBytes)
}

async function* cutEntry(source: Spooled, local: LocalEntry, { onBytes, onCut }: Reading): Bytes {
  yield* nestedBytes(source, { open: () => counted(cutEntryBytes(source, local), onBytes), onCut })
  if (!local.whole) onCut?.('its zip data ends too early')
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
    if (compression === 'gzip')
      yield* restOfGzip(createReadStream(source.path, { highWaterMark: chunkBytes }), handed)
    onCut(`its ${compression} data ends too early`)
  }
}

async function* gunzipped(source: Spooled, onBytes: (bytes: number) => void): Bytes {
  const stream = createGunzip()
  yield* through(stream, counted(createReadStream(source.path, { highWaterMark: chunkBytes }), onBytes))
  await requireNothingBehind(source, stream.bytesWritten)
}

async function* unzstd({ path }: Spooled, onBytes: (bytes: number) => void): Bytes {
  await using file = await open(path)
  for await (const { start, end, whole } of zstdFrames((at, length) => bytesAt(file, at, length))) {
    const frame = createReadStream(path, { start, end: end - 1, highWaterMark: chunkBytes })
    yield* through(
      createZstdDecompress(),
      counted(frame, (bytes) => onBytes(start + bytes)),
    )
    if (!whole) throw new Error('unexpected end of file')
  }
}
