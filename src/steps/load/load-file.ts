import { mkdir, open, realpath, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Dataset } from '../../dataset/column.ts'
import type { DatasetReader } from '../../dataset/dataset-reader.ts'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import { encodeCsv } from '../../dataset/encode/encode-csv.ts'
import { encodeJson, encodeNdjson } from '../../dataset/encode/encode-json.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { fileFailure } from '../file-failure.ts'
import { requireInside } from '../inside.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import { moveFile } from './move-file.ts'
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
 * Writes the dataset aside and moves it into the file's place, so that a reader sees the old one or the new one. What a
 * killed run leaves lies in its own folder.
 */
export async function loadFile(context: Context, dataset: Dataset): Promise<StepOutcome> {
  const { options, signal, workspace } = context
  const path = await target(context)
  try {
    context.claimFile?.(path)
    const written = (await takeAhead(context, dataset)) ?? (await write(context, dataset))
    signal.throwIfAborted()
    const unchanged = await sameBytes(written, path)
    if (!unchanged) await moveFile(written, path)
    return {
      rows: counts(dataset.rows, unchanged),
      note: unchanged
        ? `${options.file} is unchanged`
        : `${options.file}: ${counted(dataset.rows, 'row')} written`,
      ...(options.commit && { commit: { path: relative(workspace, path).replaceAll(sep, '/') } }),
    }
  } catch (error) {
    signal.throwIfAborted()
    throw fileFailure(error, options.file, 'write')
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
    if (there?.isDirectory() === true)
      throw new Failure('file/unwritable', `"${options.file}" is a folder`, { help: 'Name a file in it' })
  } catch (error) {
    throw fileFailure(error, options.file, 'write')
  }
  return path
}

/** The file that was written while the rows were. */
async function takeAhead({ ahead, options }: Context, dataset: Dataset): Promise<string | undefined> {
  return ahead?.of === 'file' && options.format === 'csv' ? ahead.take(dataset) : undefined
}

/** Writes the file where nobody else does; answers where. */
async function write({ options, scratch, signal, progress }: Context, dataset: Dataset): Promise<string> {
  const encode = await encoderOf(options.format)
  const path = join(scratch, `load.${options.format}`)
  using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name)
  requireAll(file.rows, dataset)
  let bytes = 0
  await writeChunks(path, encode(file), (chunk) => {
    signal.throwIfAborted()
    bytes += chunk.length
    progress({ bytes })
  })
  return path
}

/** A dataset lies in a file, which anything on the machine may have written to since. */
function requireAll(found: number, { name, rows }: Dataset): void {
  if (found === rows) return
  throw new Failure(
    'dataset/changed',
    `the dataset of "${name}" has ${counted(found, 'row')} now, and had ${rows} when it was made`,
    { help: 'Let no script write to the files of the run' },
  )
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
