/** So many of its last lines are kept: what `retry.on.message` looks through. */
const mostLines = 100

/** The end of what one attempt wrote. */
export class LogTail {
  readonly #lines: string[] = []

  add(line: string): void {
    if (this.#lines.push(line) > 2 * mostLines) this.#lines.splice(0, mostLines)
  }

  get lines(): readonly string[] {
    return this.#lines.slice(-mostLines)
  }
}
