import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import type { Column, Dataset } from './column.ts'
import { ContentHash } from './dataset-content.ts'
import { openDataset, type DatasetReader } from './dataset-reader.ts'
import { DatasetWriter } from './file-format/dataset-writer.ts'
import type { Batch } from './batch.ts'
import type { PageSink, PageSource } from './file-format/pages.ts'
import type { OnReject } from './reject.ts'
import { Failure } from '../diagnostic/failure.ts'

export interface DatasetFileOptions {
  readonly table: string
  readonly columns: readonly Column[]
  /** Its content is to be told, too. */
  readonly hashed?: boolean | undefined
}

/** A dataset being written: `path` appears, whole, when it is finished. */
export class DatasetFile {
  readonly #path: string
  readonly #sink: FileSink
  readonly #writer: DatasetWriter
  readonly #table: string
  readonly #hash: ContentHash | undefined

  constructor(path: string, options: DatasetFileOptions) {
    this.#path = path
    this.#table = options.table
    this.#hash = options.hashed === true ? new ContentHash() : undefined
    this.#sink = new FileSink(`${path}.partial`, this.#hash)
    this.#writer = new DatasetWriter(this.#sink, options)
  }

  get rows(): number {
    return this.#writer.rows
  }

  /** Bytes of the file that stay as they are, but for page 1. */
  get written(): number {
    return this.#writer.written
  }

  /** What the rows so far have told of them. */
  get columns(): readonly Column[] {
    return this.#writer.columns
  }

  write(batch: Batch, onReject: OnReject): void {
    this.#writer.write(batch, onReject)
  }

  writeValues(values: readonly unknown[], onReject: OnReject): void {
    this.#writer.writeValues(values, onReject)
  }

  writeRecord(record: Buffer, size: number): void {
    this.#writer.writeRecord(record, size)
  }

  /** What `contentOf` tells of it, once it is finished; `undefined` if it is not `hashed`. */
  content(): string | undefined {
    return this.#hash?.digest()
  }

  finish(): Dataset {
    const { rows, columns } = this.#writer.finish()
    this.#sink.close()
    renameSync(`${this.#path}.partial`, this.#path)
    return { name: this.#table, path: this.#path, columns, rows }
  }

  /** Leaves nothing behind. After `finish` it does nothing. */
  discard(): void {
    this.#sink.close()
    rmSync(`${this.#path}.partial`, { force: true })
  }

  [Symbol.dispose](): void {
    this.discard()
  }
}

/** Starts a dataset at `path` (absolute). `using file = createDatasetFile(…)` leaves nothing behind on a throw. */
export function createDatasetFile(path: string, options: DatasetFileOptions): DatasetFile {
  return new DatasetFile(path, options)
}

/** A dataset's file, open until it is disposed of. */
interface OpenDatasetFile extends DatasetReader, Dataset, Disposable {}

/** Opens a SQLite file, whoever wrote it, as a dataset. Throws a `Failure` (`dataset/missing`, `dataset/format`). */
export function openDatasetFile(path: string, table?: string): OpenDatasetFile {
  if (!existsSync(path)) throw new Failure('dataset/missing', `there is no file ${path}`)
  refuseJournals(path)
  const source = new FileSource(path)
  try {
    const reader = openDataset(source, table)
    return { ...reader, name: reader.table, path, [Symbol.dispose]: () => source.close() }
  } catch (error) {
    source.close()
    throw error
  }
}

/** A journal that was left behind holds rows, or undoes some, that the file alone does not show. */
function refuseJournals(path: string): void {
  for (const ending of ['-wal', '-journal']) {
    const stat = statSync(path + ending, { throwIfNoEntry: false })
    if (stat === undefined || stat.size === 0) continue
    throw new Failure('dataset/format', `${path} is still being written: ${path}${ending} is not empty`, {
      help: 'Close the database, or open it once with SQLite, so that it takes its journal in',
    })
  }
}

/** A `PageSink` over a new file. */
export class FileSink implements PageSink {
  readonly #hash: ContentHash | undefined
  #fd: number | undefined

  constructor(path: string, hash?: ContentHash) {
    this.#hash = hash
    this.#fd = openSync(path, 'w')
  }

  write(bytes: Uint8Array, position: number): void {
    if (this.#fd === undefined) throw new Failure('dataset/closed', 'the dataset file is closed')
    this.#hash?.add(bytes)
    for (let done = 0; done < bytes.length;) {
      done += writeSync(this.#fd, bytes, done, bytes.length - done, position + done)
    }
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }
}

/** A `PageSource` over a file. */
class FileSource implements PageSource {
  readonly size: number
  #fd: number | undefined

  constructor(path: string) {
    this.#fd = openSync(path, 'r')
    this.size = fstatSync(this.#fd).size
  }

  read(into: Uint8Array, position: number): void {
    if (this.#fd === undefined) throw new Failure('dataset/closed', 'the dataset file is closed')
    for (let done = 0; done < into.length;) {
      const read = readSync(this.#fd, into, done, into.length - done, position + done)
      if (read === 0) throw new Failure('dataset/format', 'the dataset file ends in the middle of a page')
      done += read
    }
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }
}
