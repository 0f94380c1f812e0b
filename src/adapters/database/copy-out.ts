import type { Client, Connection, Submittable } from 'pg'
import type { Batch } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { Bug } from '../../diagnostic/failure.ts'
import { CollectYoung } from './collect-young.ts'
import { CopyText } from './copy-text.ts'

/** The rows of a `copy … to stdout`, with the reader setting the pace. Throws what the server or the connection says. */
export async function* copyOut(
  client: Client,
  copy: string,
  columns: readonly Column[],
): AsyncGenerator<Batch, void, void> {
  yield* client.query(new CopyOut(copy, columns)).batches()
}

type Hear = (bytes: Buffer) => void

/**
 * Stands between the connection's stream and pg's own reader while a COPY runs: rows are taken out, in the bytes they came
 * in, and every other message goes on to pg, which then calls the `handle…` of this.
 */
class CopyOut implements Submittable {
  readonly #copy: string
  readonly #text: CopyText
  #stream: Connection['stream'] | undefined
  /** How pg hears. */
  #pg: Hear = () => {}
  readonly #own: Hear = (chunk) => this.#hear(chunk)
  #isDone = false
  #error: { readonly why: unknown } | undefined
  #wake: (() => void) | undefined

  constructor(copy: string, columns: readonly Column[]) {
    this.#copy = copy
    this.#text = new CopyText(columns)
  }

  async *batches(): AsyncGenerator<Batch, void, void> {
    const young = new CollectYoung()
    while (!this.#isDone || this.#text.rows > 0) {
      if (this.#error !== undefined) throw this.#error.why
      if (this.#isDone || this.#text.full) {
        yield* young.over(this.#text.take())
        this.#stream?.resume()
      } else {
        const { promise, resolve } = Promise.withResolvers<void>()
        this.#wake = resolve
        await promise
      }
    }
  }

  submit(connection: Connection): void {
    const { stream } = connection
    const [pg, ...others] = stream.listeners('data')
    if (pg === undefined || others.length > 0) throw new Bug('the connection is heard by others than pg')
    // oxlint-disable-next-line no-unsafe-type-assertion -- what hears 'data' takes a buffer
    this.#pg = pg as Hear
    this.#stream = stream
    stream.off('data', this.#pg)
    stream.on('data', this.#own)
    connection.query(this.#copy)
  }

  #hear(chunk: Buffer): void {
    try {
      this.#text.add(chunk, this.#pg)
      if (this.#stream === undefined) this.#pg(this.#text.rest())
    } catch (error) {
      this.#stream?.pause()
      this.#end(error)
    }
    if (!this.#text.full) return
    this.#stream?.pause()
    this.#wake?.()
  }

  /** Servers that only speak as PostgreSQL does may not say how many rows they were. */
  handleCommandComplete({ text }: { readonly text: string }): void {
    const said = /^COPY (\d+)$/.exec(text)
    const { total } = this.#text
    if (said !== null && Number(said[1]) !== total) this.#end(new Bug(`${total} rows have come of "${text}"`))
  }

  handleReadyForQuery(): void {
    this.#leave()
    this.#isDone = true
    this.#wake?.()
  }

  handleError(error: unknown): void {
    this.#leave()
    this.#end(error)
  }

  #end(error: unknown): void {
    this.#error ??= { why: error }
    this.#wake?.()
  }

  /** pg hears by itself again. */
  #leave(): void {
    this.#stream?.off('data', this.#own)
    this.#stream?.on('data', this.#pg)
    this.#stream = undefined
  }
}
