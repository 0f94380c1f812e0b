import { hashFile } from '../../cache/hash-file.ts'
import type { CacheStore } from '../../ports/cache.ts'

/** The cache of one run: its store, and the hashes of the datasets that the run has made so far. */
export class StepCache {
  readonly store: CacheStore
  readonly #hashes = new Map<string, Promise<string>>()

  constructor(store: CacheStore) {
    this.store = store
  }

  /** The content of a dataset's file, read once: nobody changes a dataset that was made. */
  contentOf(path: string): Promise<string> {
    const known = this.#hashes.get(path)
    if (known !== undefined) return known
    const hash = hashFile(path)
    this.#hashes.set(path, hash)
    return hash
  }

  /** The file is gone, or will not be asked for again: a run with many legs remembers none that has ended. */
  forget(path: string): void {
    this.#hashes.delete(path)
  }

  /** The entry that the file comes from says what its content is. */
  know(path: string, hash: string): void {
    this.#hashes.set(path, Promise.resolve(hash))
  }
}
