import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { Failure } from '../diagnostic/failure.ts'
import { canonicalJson } from '../text/canonical-json.ts'
import type { Column, Dataset } from './column.ts'
import { DatasetCursor } from './file-format/dataset-cursor.ts'
import { pageSize } from './file-format/page-allocator.ts'
import { leafPage } from './file-format/page-format.ts'
import type { PageSource } from './file-format/pages.ts'
import { RecordCursor } from './file-format/record-cursor.ts'

/** From this page on a page that begins with the number of another could be taken for a leaf: 0.9 TB. */
const mostPages = leafPage << 24

/**
 * The rows of a dataset that this program is still writing. Pages are written in the order of the rows, and stay as they
 * are; the file can be opened as a database only when it is whole. Who is given one disposes of it.
 */
export class GrowingDataset implements PageSource, Disposable {
  readonly columns: readonly Column[]
  /** Stands on a row after `more`; when it has no next one, `more` may bring some. */
  readonly cursor: DatasetCursor
  /** The bytes from the beginning on that are there, but for page 1. */
  size = pageSize
  readonly #records: RecordCursor
  #fd: number | undefined
  #next = 2
  #isWhole = false
  #lost: { readonly why: unknown } | undefined
  #wake: (() => void) | undefined

  /** `path`: where it is written now. `columns`: nothing of them is left for the rows to tell. */
  constructor(
    path: string,
    { table, columns }: { readonly table: string; readonly columns: readonly Column[] },
  ) {
    this.columns = columns
    this.#fd = openSync(path, 'r')
    const header = { pageSize, usable: pageSize, pristine: true }
    const none = { rows: 0, root: 0, rowidColumn: -1, firstDefault: 2 ** 32 - 1 }
    this.#records = new RecordCursor(this, header)
    this.cursor = new DatasetCursor({ ...none, table, columns, header, source: this }, this.#records)
  }

  /** So many bytes are there now. */
  grow(size: number): void {
    this.size = size
    if (size / pageSize >= mostPages)
      this.lose(new Failure('dataset/value', 'the dataset is too large to follow'))
    this.#wake?.()
  }

  /** It is whole. */
  end(): void {
    this.#isWhole = true
    this.#wake?.()
  }

  /** It will never be whole. */
  lose(why: unknown): void {
    this.#lost ??= { why }
    this.#wake?.()
  }

  /** Resolves when the cursor has more rows; to false when it has had all. Throws why it was lost. */
  async more(): Promise<boolean> {
    while (this.#lost === undefined && !this.#isWhole && this.#end === this.#next) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      await promise
    }
    if (this.#lost !== undefined) throw this.#lost.why
    if (this.#end === this.#next) return false
    this.#records.visit(this.#next, this.#end)
    this.#next = this.#end
    return true
  }

  get #end(): number {
    return this.size / pageSize + 1
  }

  /** Whether it has become this dataset: the same file, whatever it is called by now. */
  isNow({ path, columns }: Dataset): boolean {
    const now = statSync(path, { bigint: true, throwIfNoEntry: false })
    if (this.#fd === undefined || now === undefined || !this.#isWhole) return false
    const { ino, dev } = fstatSync(this.#fd, { bigint: true })
    return now.ino === ino && now.dev === dev && canonicalJson(columns) === canonicalJson(this.columns)
  }

  read(into: Uint8Array, position: number): void {
    for (let done = 0; done < into.length;) {
      const read =
        this.#fd === undefined ? 0 : readSync(this.#fd, into, done, into.length - done, position + done)
      if (read === 0) throw new Failure('dataset/format', 'the dataset ends in the middle of a page')
      done += read
    }
  }

  [Symbol.dispose](): void {
    this.lose(new Failure('dataset/closed', 'the dataset is not followed any more'))
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }
}
