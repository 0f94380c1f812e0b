import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { constants, createInflateRaw } from 'node:zlib'
import { Failure } from '../../../diagnostic/failure.ts'
import { number } from '../../../text/quantities.ts'
import type { ExtractOptions } from '../options.ts'
import { damagedFailure } from './damaged-failure.ts'
import { localEntries } from './local-entries.ts'
import type { LocalEntry } from './local-entry.ts'
import { nestedBytes } from './nested-bytes.ts'
import type { Spooled } from '../spool.ts'
import { checked, chooseEntries, isFile, requireReadable } from './zip.ts'

type CutSource = Spooled & { readonly local: LocalEntry }

/**
 * As `zipEntries`, of a zip that is cut short: its central directory is not there, so the headers before its files are
 * asked. The last of its sources says so where rows may be lost that no cut within a file tells.
 */
export async function cutZipEntries(
  source: Spooled,
  { entry, format }: Pick<ExtractOptions, 'entry' | 'format'>,
): Promise<Spooled[]> {
  const { entries, all } = await headersOf(source)
  const files = entries.filter(isFile)
  if (files.length === 0) throw nothingLeft(source)
  const names = chooseEntries(
    files.map(({ fileName }) => fileName),
    entry,
    `what is there of "${source.label}"`,
  )
  const found = names.map((name) => sourceOf(source, name, files))
  const sources = format === 'csv' ? await withoutCutHeader(found) : found
  const dropped = found.length > sources.length
  const isTold = all || names.every((name) => name === entry) || sources.some(({ local }) => !local.whole)
  return sources.map((each, index) =>
    (isTold && !dropped) || index < sources.length - 1 || each.lost !== undefined
      ? each
      : { ...each, lost: 'its zip data ends too early: rows of other files are lost' },
  )
}

/** A file of several that is cut off in its first line has no row that could be kept, and must not cost those of others. */
async function withoutCutHeader(sources: readonly CutSource[]): Promise<readonly CutSource[]> {
  const kept: CutSource[] = []
  for (const source of sources)
    if (sources.length === 1 || source.local.whole || (await hasLine(source))) kept.push(source)
  return kept
}

async function hasLine(source: CutSource): Promise<boolean> {
  const { encrypted, compressionMethod } = source.local
  if (encrypted || (compressionMethod !== 0 && compressionMethod !== 8)) return true
  for await (const chunk of nestedBytes(source, {
    open: () => cutEntryBytes(source, source.local),
    onCut() {},
  }))
    if (chunk.includes(10) || chunk.includes(13)) return true
  return false
}

async function headersOf(source: Spooled): ReturnType<typeof localEntries> {
  try {
    return await localEntries(source.path)
  } catch (error) {
    throw damagedFailure(error, source, 'zip')
  }
}

function nothingLeft({ label, bytes, fetched }: Spooled): Failure {
  return new Failure(
    'file/compression',
    `"${label}" is cut short before the data of its first file (${number(bytes)} bytes)`,
    { retryable: fetched, help: 'Get it again: none of its rows are there' },
  )
}

function sourceOf(source: Spooled, name: string, files: readonly LocalEntry[]): CutSource {
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
