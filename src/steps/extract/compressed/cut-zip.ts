import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { constants, createInflateRaw } from 'node:zlib'
import { Failure } from '../../../diagnostic/failure.ts'
import { number } from '../../../text/quantities.ts'
import type { CompressionOptions } from './compression-options.ts'
import { damagedFailure } from './damaged-failure.ts'
import { localEntries } from './local-entries.ts'
import type { LocalEntry } from './local-entry.ts'
import type { Spooled } from '../spool.ts'
import { checked, chooseEntries, isFile, requireReadable } from './zip.ts'

/**
 * As `zipEntries`, of a zip that is cut short: its central directory is not there, so the headers before its files are
 * asked. The last of its sources says so where rows may be lost that no cut within a file tells.
 */
export async function cutZipEntries(source: Spooled, { entry }: CompressionOptions): Promise<Spooled[]> {
  const { entries, all } = await headersOf(source)
  const files = entries.filter(isFile)
  if (files.length === 0) throw nothingLeft(source)
  const names = chooseEntries(
    files.map(({ fileName }) => fileName),
    entry,
    `what is there of "${source.label}"`,
  )
  const sources = names.map((name) => sourceOf(source, name, files))
  const isTold = all || names.every((name) => name === entry) || sources.some(({ local }) => !local.whole)
  return sources.map((each, index) =>
    isTold || index < sources.length - 1 || each.lost !== undefined
      ? each
      : { ...each, lost: 'its zip data ends too early: more files may have stood behind this one' },
  )
}

async function headersOf(source: Spooled): ReturnType<typeof localEntries> {
  try {
    return await localEntries(source.path)
  } catch (error) {
    throw damagedFailure(error, source, 'zip')
  }
}

function nothingLeft({ label, bytes }: Spooled): Failure {
  return new Failure(
    'file/compression',
    `"${label}" is cut short before the data of its first file (${number(bytes)} bytes)`,
    { help: 'Get it again: none of its rows are there' },
  )
}

function sourceOf(
  source: Spooled,
  name: string,
  files: readonly LocalEntry[],
): Spooled & { readonly local: LocalEntry } {
  const local = files.find(({ fileName }) => fileName === name)
  if (local === undefined) throw new Error('an entry is not there any more')
  const isUnchecked = local.whole && local.crc32 === undefined
  return {
    ...source,
    label: `${source.label}#${name}`,
    entry: name,
    bytes: local.end - local.start,
    local,
    ...(isUnchecked ? { lost: 'its zip data ends before its checksum' } : {}),
  }
}

/** The bytes of one entry as far as they are there. Throws a `Failure` (`file/compression`) when they are not those that were packed. */
export async function* cutEntryBytes(source: Spooled, local: LocalEntry): AsyncGenerator<Buffer, void, void> {
  const { start, end, whole, compressionMethod } = local
  requireReadable(local, source)
  if (end === start) return
  const input = createReadStream(source.path, { start, end: end - 1, highWaterMark: 1 << 18 })
  const finishFlush = whole ? constants.Z_FINISH : constants.Z_SYNC_FLUSH
  const stream =
    compressionMethod === 0 ? input : pipeline(input, createInflateRaw({ finishFlush }), () => {})
  try {
    yield* checked(stream, local.crc32)
  } catch (error) {
    throw damagedFailure(error, source, 'zip')
  }
}
