import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of a test's own, gone when it is disposed of, or else when the process ends. */
export class TestFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'millrace-test-'))
  readonly #remove = () => rmSync(this.path, { recursive: true, force: true, maxRetries: 2 })

  constructor() {
    process.once('exit', this.#remove)
  }

  /** A folder below, made if it is not there. */
  below(name: string): string {
    const path = join(this.path, name)
    mkdirSync(path, { recursive: true })
    return path
  }

  [Symbol.dispose](): void {
    process.off('exit', this.#remove)
    this.#remove()
  }
}
