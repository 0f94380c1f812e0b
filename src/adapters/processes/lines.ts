import { StringDecoder } from 'node:string_decoder'

/**
 * A longer line is handed on in pieces of this many UTF-16 units, so that memory stays bounded. Far more than is told of
 * a line in one piece: a secret on the border of two pieces could not be masked.
 */
export const maxLineLength = 1024 * 1024

/** Cuts bytes into lines (`\n`, `\r\n`); the last one needs no line break. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8')
  readonly #onLine: (line: string) => void
  #rest = ''

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  write(chunk: Buffer): void {
    this.#cut(this.#decoder.write(chunk))
  }

  end(): void {
    this.#cut(this.#decoder.end())
    if (this.#rest !== '') this.#onLine(this.#rest)
    this.#rest = ''
  }

  #cut(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#emit(line.endsWith('\r') ? line.slice(0, -1) : line)
    while (this.#rest.length > maxLineLength) {
      this.#onLine(this.#rest.slice(0, maxLineLength))
      this.#rest = this.#rest.slice(maxLineLength)
    }
  }

  #emit(line: string): void {
    if (line.length <= maxLineLength) return this.#onLine(line)
    for (let at = 0; at < line.length; at += maxLineLength) this.#onLine(line.slice(at, at + maxLineLength))
  }
}
