import { open, type FileHandle } from 'node:fs/promises'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { type AsyncBuffer, type Compressors, type FileMetaData, parquetMetadataAsync } from 'hyparquet'
import { compressors as libraryCompressors } from 'hyparquet-compressors'
import { Failure } from '../../../diagnostic/failure.ts'
import { fileFailure } from '../../file-failure.ts'
import { exactSchema, parsers } from './exact-schema.ts'

const magic = 'PAR1'

/** Node's own are faster where there are any. */
export const compressors: Compressors = {
  ...libraryCompressors,
  GZIP: (input) => gunzipSync(input),
  ZSTD: (input) => zstdDecompressSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
}

/** A Parquet file that is open, and what its end says of it. */
export interface ParquetFile extends AsyncDisposable {
  readonly label: string
  readonly buffer: AsyncBuffer
  readonly metadata: FileMetaData
}

/** Throws a `Failure`: the file is not there (`file/missing`), or is no whole Parquet file (`parquet/damaged`). */
export async function openParquetFile({
  path,
  label,
}: {
  path: string
  label: string
}): Promise<ParquetFile> {
  const handle = await opened(path, label)
  try {
    const { size } = await handle.stat()
    const buffer: AsyncBuffer = {
      byteLength: size,
      slice: (start, end = size) => readSlice(handle, start, end),
    }
    await requireMagic(buffer, label)
    const metadata = await undamaged(label, () =>
      parquetMetadataAsync(buffer, { geoparquet: false, parsers }),
    )
    return {
      label,
      buffer,
      metadata: { ...metadata, schema: exactSchema(metadata.schema) },
      [Symbol.asyncDispose]: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function opened(path: string, label: string): Promise<FileHandle> {
  try {
    return await open(path)
  } catch (error) {
    throw fileFailure(error, label)
  }
}

async function readSlice(handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(end - start, 0))
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, start)
  if (bytesRead < bytes.length) throw new RangeError('it ends before what it says it holds')
  return bytes.buffer
}

async function requireMagic(buffer: AsyncBuffer, label: string): Promise<void> {
  const size = buffer.byteLength
  const head = Buffer.from(await buffer.slice(0, Math.min(size, 4))).toString('latin1')
  const tail = Buffer.from(await buffer.slice(Math.max(size - 4, 0))).toString('latin1')
  if (head === magic && tail === magic && size >= 12) return
  if (head === 'PARE' || tail === 'PARE')
    throw new Failure('parquet/damaged', `"${label}" is an encrypted Parquet file, which is not read`)
  if (head === magic)
    throw new Failure('parquet/damaged', `"${label}" is cut off: a whole Parquet file ends in "${magic}"`)
  throw new Failure(
    'parquet/damaged',
    `"${label}" is no Parquet file: it begins with ${JSON.stringify(head)}`,
    {
      help: 'Check the address or the path; CSV is read by `csv:`, JSON by `json:` or `ndjson:`',
    },
  )
}

/** What the library throws is what is wrong with the file. */
export async function undamaged<T>(label: string, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof Failure) throw cause
    const said = cause instanceof Error ? cause.message.replace(/^parquet /u, '') : String(cause)
    throw new Failure('parquet/damaged', `"${label}" cannot be read as Parquet: ${said}`, { cause })
  }
}
