import { existsSync } from 'node:fs'
import type { Dataset } from '../../dataset/column.ts'
import { DatasetCursor } from '../../dataset/file-format/dataset-cursor.ts'
import { type DatasetFile, createDatasetFile, openDatasetFile } from '../../dataset/dataset-file.ts'
import type { Reject } from '../../dataset/reject.ts'
import { rejectColumns, writeReject } from '../../dataset/rejects.ts'

/** Adds rows to the rejects that a step may have already. The file changes, whole, when this is finished. */
class AddedRejects implements Disposable {
  readonly #path: string
  #file: DatasetFile | undefined

  constructor(path: string) {
    this.#path = path
  }

  add(source: string, reject: Reject): void {
    this.#file ??= withEarlier(this.#path)
    writeReject(this.#file, source, reject)
  }

  /** All rejects of the step. */
  finish(): Dataset {
    this.#file ??= withEarlier(this.#path)
    return this.#file.finish()
  }

  [Symbol.dispose](): void {
    this.#file?.discard()
  }
}

/** Starts adding to the rejects at `path`, whether there are any yet or not. */
export function addRejects(path: string): AddedRejects {
  return new AddedRejects(path)
}

function withEarlier(path: string): DatasetFile {
  const file = createDatasetFile(path, { table: 'rejects', columns: rejectColumns })
  if (!existsSync(path)) return file
  using earlier = openDatasetFile(path)
  const cursor = new DatasetCursor(earlier)
  while (cursor.next()) {
    const { bytes, at, size } = cursor.record
    file.writeRecord(bytes.subarray(at, at + size), size)
  }
  return file
}
