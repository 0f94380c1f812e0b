import { appendFileSync } from 'node:fs'

/**
 * Text added to a file, gathered over one turn of the event loop. A disk that is full (or gone) loses text, never
 * the run: what could not be written is counted, and the next line that can be starts on a line of its own.
 */
export class AppendFile {
  lost = 0
  #pending: string[] = []
  #torn = false
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /** `line` without its end. */
  add(line: string): void {
    this.#pending.push(line)
  }

  flush(): void {
    if (this.#pending.length === 0) return
    const lines = this.#pending
    this.#pending = []
    try {
      appendFileSync(this.#path, `${this.#torn ? '\n' : ''}${lines.join('\n')}\n`)
      this.#torn = false
    } catch {
      this.#torn = true
      this.lost += lines.length
    }
  }
}
