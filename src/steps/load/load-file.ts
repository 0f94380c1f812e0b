import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { Dataset } from '../../dataset/column.ts'
import type { DatasetReader } from '../../dataset/dataset-reader.ts'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import { encodeCsv } from '../../dataset/encode/encode-csv.ts'
import { encodeJson, encodeNdjson } from '../../dataset/encode/encode-json.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { fileFailure } from '../file-failure.ts'
import { requireInside } from '../inside.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import type { FileLoad } from './options.ts'
import { writeChunks } from './write-chunks.ts'
import { counted } from '../../text/quantities.ts'

type Context = StepContext<FileLoad>

type Encode = (dataset: DatasetReader) => Generator<Buffer>

/** How a dataset becomes bytes; the library for Parquet is loaded only where it is wanted. */
async function encoderOf(format: FileLoad['format']): Promise<Encode> {
  if (format === 'parquet') return (await import('./parquet/encode-parquet.ts')).encodeParquet
  return { csv: encodeCsv, json: encodeJson, ndjson: encodeNdjson }[format]
}

/**
 * Writes the dataset beside the file and renames it, so that a reader sees the old one or the new one. What a killed run
 * leaves there is hidden from patterns, and no other run's.
 */
export async function loadFile(context: Context, dataset: Dataset): Promise<StepOutcome> {
  const { options, workspace } = context
  const path = await target(context)
  const partial = join(dirname(path), `.${basename(path)}.${context.run.id}.millrace-partial`)
  try {
    await take(partial, dataset, context)
    const unchanged = await sameBytes(partial, path)
    if (!unchanged) await rename(partial, path)
    return {
      rows: counts(dataset.rows, unchanged),
      note: unchanged
        ? `${options.file} is unchanged`
        : `${options.file}: ${counted(dataset.rows, 'row')} written`,
      ...(options.commit && { commit: { path: relative(workspace, path).replaceAll(sep, '/') } }),
    }
  } catch (error) {
    context.signal.throwIfAborted()
    throw fileFailure(error, options.file)
  } finally {
    await rm(partial, { force: true })
  }
}

function counts(rows: number, unchanged: boolean): NonNullable<StepOutcome['rows']> {
  return {
    read: rows,
    loaded: unchanged ? 0 : rows,
    rejected: 0,
    filtered: 0,
    deduplicated: 0,
    unchanged: unchanged ? rows : 0,
  }
}

/** The file's place, its folder made. Neither `..` nor a symbolic link leads out of the repository. */
async function target({ options, workspace }: Context): Promise<string> {
  const path = resolve(workspace, options.file)
  requireInside(path, workspace, options.file)
  if (relative(workspace, path).split(sep)[0] === '.git') {
    throw new Failure('file/outside', `"${options.file}" is in Git's own folder`)
  }
  try {
    await mkdir(dirname(path), { recursive: true })
    requireInside(await realpath(dirname(path)), await realpath(workspace), options.file)
    const there = await stat(path).catch(() => undefined)
    if (there?.isDirectory() === true) throw new Failure('file/unreadable', `"${options.file}" is a folder`)
  } catch (error) {
    throw fileFailure(error, options.file)
  }
  return path
}

/** What was written while the rows were is taken where it can be moved here. */
async function take(path: string, dataset: Dataset, context: Context): Promise<void> {
  const { ahead, options } = context
  const made = ahead?.of === 'file' && options.format === 'csv' ? await ahead.take(dataset) : undefined
  const isHere = made !== undefined && (await rename(made, path).then(isDone, () => false))
  if (!isHere) await write(path, dataset, context)
}

const isDone = (): boolean => true

async function write(path: string, dataset: Dataset, { options, signal, progress }: Context): Promise<void> {
  const encode = await encoderOf(options.format)
  using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name)
  let bytes = 0
  await writeChunks(path, encode(file), (chunk) => {
    signal.throwIfAborted()
    bytes += chunk.length
    progress({ bytes })
  })
}

/** Of each file, at once. */
const comparedBytes = 1 << 18

async function sameBytes(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([stat(a), stat(b).catch(() => undefined)])
  if (second === undefined || first.size !== second.size) return false
  await using mine = await open(a)
  await using theirs = await open(b)
  const [one, other] = [Buffer.alloc(comparedBytes), Buffer.alloc(comparedBytes)]
  for (let at = 0; at < first.size;) {
    const { bytesRead: size } = await mine.read(one, 0, comparedBytes, at)
    const { bytesRead } = await theirs.read(other, 0, size, at)
    if (size === 0 || bytesRead !== size || one.compare(other, 0, size, 0, size) !== 0) return false
    at += size
  }
  return true
}
