import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { type ExtraField, getFileNameLowLevel, parseExtraFields } from 'yauzl'
import { bytesAt } from './bytes-at.ts'
import type { LocalEntry } from './local-entry.ts'
import { type DataEnd, endOfDeflated, endOfStored } from './zip-descriptor.ts'

interface Header extends Pick<LocalEntry, 'fileName' | 'compressionMethod' | 'encrypted' | 'start'> {
  readonly crc32: number
  /** Absent: a descriptor behind the data tells it. */
  readonly packed?: number
}

const local = 0x04034b50
/** What begins behind the last file: the central directory, or what goes before it. */
const endings: readonly number[] = [0x02014b50, 0x06054b50, 0x06064b50, 0x08064b50]
const headerBytes = 30

/**
 * The files of a zip that is cut short, by their own headers, up to where it ends; `all` where its central directory
 * begins behind them, so that there are no more. Throws where something else stands between them.
 */
export async function localEntries(path: string): Promise<{ entries: readonly LocalEntry[]; all: boolean }> {
  await using file = await open(path)
  const { size } = await file.stat()
  const entries: LocalEntry[] = []
  for (let at: number | undefined = 0; at !== undefined && at + 4 <= size;) {
    const mark = (await bytesAt(file, at, 4)).readUInt32LE(0)
    if (endings.includes(mark)) return { entries, all: true }
    if (mark !== local) throw new Error(`no file begins at byte ${at}`)
    const header = await headerAt(file, at)
    if (header === undefined || header.start > size) break
    const found = await entryOf(header, path, size)
    entries.push(found.entry)
    at = found.next
  }
  return { entries, all: false }
}

async function headerAt(file: FileHandle, at: number): Promise<Header | undefined> {
  const head = await bytesAt(file, at, headerBytes)
  if (head.length < headerBytes) return undefined
  const flags = head.readUInt16LE(6)
  const [nameBytes, extraBytes] = [head.readUInt16LE(26), head.readUInt16LE(28)]
  const rest = await bytesAt(file, at + headerBytes, nameBytes + extraBytes)
  if (rest.length < nameBytes + extraBytes) return undefined
  const extras = parseExtraFields(rest.subarray(nameBytes))
  return {
    fileName: getFileNameLowLevel(flags, rest.subarray(0, nameBytes), extras, false),
    compressionMethod: head.readUInt16LE(8),
    encrypted: (flags & 0x2041) !== 0,
    start: at + headerBytes + nameBytes + extraBytes,
    crc32: head.readUInt32LE(14),
    ...((flags & 8) === 0 ? { packed: packedBytes(head.readUInt32LE(18), extras) } : {}),
  }
}

/** Past 32 bits it stands in an extra field, behind the size unpacked. */
function packedBytes(packed: number, extras: readonly ExtraField[]): number {
  if (packed < 0xffffffff) return packed
  const data = extras.find(({ id }) => id === 1)?.data
  if (data === undefined || data.length < 16) throw new Error('the size of a file in it is not told')
  return Number(data.readBigUInt64LE(8))
}

async function entryOf(
  { packed, crc32, ...header }: Header,
  path: string,
  size: number,
): Promise<{ entry: LocalEntry; next?: number }> {
  const { start } = header
  if (packed !== undefined) {
    const next = start + packed
    const whole = next <= size
    return {
      entry: { ...header, end: Math.min(next, size), whole, ...(whole ? { crc32 } : {}) },
      ...(whole ? { next } : {}),
    }
  }
  const { end, next, whole, crc } = await endOf(header, path, size)
  return {
    entry: { ...header, end, whole, ...(next === undefined ? {} : { crc32: crc }) },
    ...(next === undefined ? {} : { next }),
  }
}

/** Of data that cannot be read, all that follows is taken for it. */
async function endOf(
  { compressionMethod, encrypted, start }: Omit<Header, 'crc32'>,
  path: string,
  size: number,
): Promise<DataEnd> {
  if (!encrypted && compressionMethod === 8) return endOfDeflated(path, start, size)
  if (!encrypted && compressionMethod === 0) return endOfStored(path, start, size)
  return { end: size, whole: false, crc: 0 }
}
