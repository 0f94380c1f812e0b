import { StringDecoder } from 'node:string_decoder'

/** Of a longer line only the beginning is handed on, in UTF-16 units, so that memory stays bounded. */
export const maxLineLength = 1024 * 1024

/** Ends a line that was cut: by its `…` a mask knows that half a secret may stand before it. */
const cutMark = '… [cut: the line is too long]'

/** Cuts bytes into lines (`\n`, `\r\n`); the last one needs no line break. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8')
  readonly #onLine: (line: string) => void
  #rest = ''
  /** The line that is being read was cut: what still comes of it is dropped. */
  #isCut = false

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  write(chunk: Buffer): void {
    this.#cut(this.#decoder.write(chunk))
  }

  end(): void {
    this.#cut(this.#decoder.end())
    if (this.#rest !== '') this.#emit(this.#rest)
    this.#rest = ''
  }

  #cut(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#emit(line.endsWith('\r') ? line.slice(0, -1) : line)
    if (!this.#isCut && this.#rest.length <= maxLineLength) return
    if (!this.#isCut) this.#onLine(shortened(this.#rest))
    this.#isCut = true
    this.#rest = ''
  }

  #emit(line: string): void {
    if (!this.#isCut) this.#onLine(shortened(line))
    this.#isCut = false
  }
}

function shortened(line: string): string {
  return line.length <= maxLineLength ? line : `${line.slice(0, maxLineLength).toWellFormed()}${cutMark}`
}
