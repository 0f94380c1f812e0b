import { matchesGlob } from 'node:path'
import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { type Entry, type ZipFile, openPromise } from 'yauzl'
import { Failure } from '../../../diagnostic/failure.ts'
import { number } from '../../../text/quantities.ts'
import type { CompressionOptions } from './compression-options.ts'
import { damagedFailure } from './damaged-failure.ts'
import type { LocalEntry } from './local-entry.ts'
import type { Spooled } from '../spool.ts'

const longestList = 20
const methods: Readonly<Record<number, string>> = {
  9: 'deflate64',
  12: 'bzip2',
  14: 'lzma',
  93: 'zstd',
  95: 'xz',
}

/** The entries to read of a zip, each a source of its own, in the order of their names. */
export async function zipEntries(source: Spooled, { entry }: CompressionOptions): Promise<Spooled[]> {
  const found = await withZip(source, list)
  const names = chooseEntries(
    found.map(({ fileName }) => fileName),
    entry,
    `"${source.label}"`,
  )
  return names.map((name) => {
    const bytes = found.find(({ fileName }) => fileName === name)?.compressedSize ?? 0
    return { ...source, label: `${source.label}#${name}`, entry: name, bytes }
  })
}

/** Which of its files are meant; throws a `Failure` (`file/entry`) when that is not clear. */
export function chooseEntries(
  names: readonly string[],
  wanted: string | undefined,
  zip: string,
): readonly string[] {
  if (wanted === undefined) {
    if (names.length === 1) return names
    throw new Failure(
      'file/entry',
      names.length === 0 ? `${zip} holds no files` : `${zip} holds ${listed(names)}`,
      {
        help:
          names.length === 0
            ? 'Look at where it comes from'
            : 'Say which to read: `entry: name`, or a glob for several',
      },
    )
  }
  const chosen = names.filter((name) => name === wanted || matchesGlob(name, wanted)).toSorted()
  if (chosen.length > 0) return chosen
  throw new Failure('file/entry', `${zip} has no entry "${wanted}"; it holds ${listed(names)}`)
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, longestList).map((name) => `"${name}"`)
  const more = names.length - shown.length
  return `${number(names.length)} ${names.length === 1 ? 'file' : 'files'}: ${shown.join(', ')}${more > 0 ? ` and ${number(more)} more` : ''}`
}

async function list(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) {
    if (isFile(entry)) entries.push(entry)
  }
  return entries
}

/** Folders, and what macOS adds of its own, are none. */
export function isFile({ fileName }: Pick<Entry, 'fileName'>): boolean {
  return !fileName.endsWith('/') && !/(^|\/)(__MACOSX\/|\.DS_Store$)/.test(fileName)
}

/** The bytes of one entry. Throws a `Failure` (`file/compression`) when they are not those that were packed. */
export async function* entryBytes(source: Spooled, name: string): AsyncGenerator<Buffer, void, void> {
  const zip = await opened(source)
  try {
    const entry = (await list(zip)).find(({ fileName }) => fileName === name)
    if (entry === undefined) throw new Error('an entry is not there any more')
    const { compressionMethod } = entry
    requireReadable({ compressionMethod, encrypted: entry.isEncrypted() }, source)
    yield* checked(await zip.openReadStreamPromise(entry), entry.crc32)
  } catch (error) {
    throw damagedFailure(error, source, 'zip')
  } finally {
    zip.close()
  }
}

/** What is not as it was packed is told at the end: until then nothing that was read may count. */
export async function* checked(
  stream: Readable,
  expected: number | undefined,
): AsyncGenerator<Buffer, void, void> {
  let sum = 0
  try {
    for await (const chunk of stream) {
      const bytes: Buffer = chunk
      sum = crc32(bytes, sum)
      yield bytes
    }
  } finally {
    stream.destroy()
  }
  if (expected !== undefined && sum !== expected)
    throw new Error('its checksum does not agree with its bytes')
}

export function requireReadable(
  { encrypted, compressionMethod }: Pick<LocalEntry, 'encrypted' | 'compressionMethod'>,
  { label }: Spooled,
): void {
  if (encrypted)
    throw new Failure('file/compression', `"${label}" is encrypted`, {
      help: 'Unpack it in a `run` step that has the password',
    })
  if (compressionMethod === 0 || compressionMethod === 8) return
  const method = methods[compressionMethod] ?? `method ${compressionMethod}`
  throw new Failure('file/compression', `"${label}" is packed with ${method}, which is not read`, {
    help: 'Pack it with deflate, as zips mostly are',
  })
}

async function withZip<T>(source: Spooled, work: (zip: ZipFile) => Promise<T>): Promise<T> {
  const zip = await opened(source)
  try {
    return await work(zip)
  } catch (error) {
    throw damagedFailure(error, source, 'zip')
  } finally {
    zip.close()
  }
}

async function opened(source: Spooled): Promise<ZipFile> {
  try {
    return await openPromise(source.path, { autoClose: false })
  } catch (error) {
    throw damagedFailure(error, source, 'zip')
  }
}
