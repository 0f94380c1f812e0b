import { appendFileSync } from 'node:fs'

/** More than this many characters are not held back until the turn ends. */
const mostHeld = 1024 * 1024

/**
 * Text added to a file, gathered over one turn of the event loop. A disk that is full (or gone) loses text, never
 * the run: what could not be written is counted, and the next line that can be starts on a line of its own.
 */
export class AppendFile {
  lost = 0
  #pending: string[] = []
  #chars = 0
  #torn = false
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /** `line` without its end. */
  add(line: string): void {
    this.#pending.push(line)
    this.#chars += line.length
    if (this.#chars > mostHeld) this.flush()
  }

  flush(): void {
    if (this.#pending.length === 0) return
    const lines = this.#pending
    this.#pending = []
    this.#chars = 0
    try {
      appendFileSync(this.#path, `${this.#torn ? '\n' : ''}${lines.join('\n')}\n`)
      this.#torn = false
    } catch {
      this.#torn = true
      this.lost += lines.length
    }
  }
}
