import { rmSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Batch } from '../../dataset/batch.ts'
import type { Column, Dataset } from '../../dataset/column.ts'
import { createTable } from '../../dataset/create-table.ts'
import { rememberContent } from '../../dataset/dataset-content.ts'
import type { OnReject, Reject } from '../../dataset/reject.ts'
import { Bug } from '../../diagnostic/failure.ts'
import { childEntry } from '../child-entry.ts'
import type { BatchWriter, WriterOptions } from './batch-writer.ts'
import { extentOf, SharedBatch, type Extent } from './shared-batch.ts'
import { arrived, type ThreadAnswer, type ThreadRequest } from './thread-protocol.ts'

/** Batches that may be on their way to the thread: while it writes one, the next is ready, and one is being parsed. */
const mostUnderWay = 2

/** A batch on its way, and what is to be told once it is known what of it was rejected. */
interface UnderWay {
  readonly memory: SharedBatch
  readonly rejected: (rejects: readonly Reject[]) => void
  readonly after: (() => void)[]
}

/** Writes in a thread: batches are copied into memory that both share. */
export class ThreadWriter implements BatchWriter {
  readonly #path: string
  readonly #worker: Worker
  readonly #free = Array.from({ length: mostUnderWay }, () => new SharedBatch())
  readonly #underWay: UnderWay[] = []
  written = 0
  columns: readonly Column[]
  #dataset: Dataset | undefined
  #error: Error | undefined
  #wake: (() => void) | undefined

  constructor(options: WriterOptions) {
    createTable(options.table, options.columns)
    this.#path = options.path
    this.columns = options.columns
    this.#worker = new Worker(childEntry('dataset-writer-child', import.meta.url), {
      workerData: options,
      stdout: false,
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    })
    this.#worker.on('message', (answer: ThreadAnswer) => this.#hear(answer))
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Bug('the thread that writes rows has ended')))
  }

  async write(batch: Batch, from: readonly number[], onReject: OnReject): Promise<void> {
    await this.#until(() => this.#free.length > 0)
    const memory = this.#free.pop()
    if (memory === undefined) throw new Bug('there is no memory for a batch')
    const extent = extentOf(batch)
    const placeOf = placer(batch, extent)
    this.#underWay.push({ memory, rejected: (rejects) => tellAll(rejects, placeOf, onReject), after: [] })
    this.#ask({ do: 'write', batch: memory.take(batch, extent), from })
    if (placeOf === batch.byteOf) await this.judged()
  }

  inTurn(tell: () => void): void {
    const last = this.#underWay.at(-1)
    if (last === undefined) tell()
    else last.after.push(tell)
  }

  async judged(): Promise<void> {
    await this.#until(() => this.#underWay.length === 0)
  }

  async finish(): Promise<Dataset> {
    this.#ask({ do: 'finish' })
    await this.#until(() => this.#dataset !== undefined)
    if (this.#dataset === undefined)
      throw new Bug('the thread that writes rows has finished without a dataset')
    return this.#dataset
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate()
    rmSync(`${this.#path}.partial`, { force: true })
  }

  #ask(request: ThreadRequest): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
    this.#worker.postMessage(request)
  }

  #hear(answer: ThreadAnswer): void {
    if (answer.of === 'error') this.#fail(arrived(answer.error))
    else {
      this.written = answer.written.bytes
      this.columns = answer.written.columns ?? this.columns
      if (answer.of === 'finish') this.#finished(answer)
      else this.#written(answer.rejects)
    }
    this.#wake?.()
  }

  #finished({ dataset, content }: Extract<ThreadAnswer, { of: 'finish' }>): void {
    if (content !== undefined) rememberContent(dataset.path, content)
    this.#dataset = dataset
  }

  #written(rejects: readonly Reject[]): void {
    const done = this.#underWay.shift()
    if (done === undefined) throw new Bug('the thread that writes rows has answered what was not asked')
    this.#free.push(done.memory)
    try {
      done.rejected(rejects)
      for (const tell of done.after) tell()
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    this.#error ??= error instanceof Error ? error : new Error(String(error))
    this.#wake?.()
  }

  /** Throws what went wrong in the thread. */
  async #until(holds: () => boolean): Promise<void> {
    while (this.#error === undefined && !holds()) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      await promise
    }
    if (this.#error !== undefined) throw this.#error
  }
}

type PlaceOf = ((at: number) => number) | undefined

/**
 * How far into the source an offset of the batch stands, also when the parser has gone on. Of a source that was
 * decoded only the batch itself can tell, and as long as it stands: then its own `byteOf` is the answer.
 */
function placer({ byteOf }: Batch, { least, most }: Extent): PlaceOf {
  if (byteOf === undefined) return undefined
  const base = byteOf(least)
  return byteOf(most) - base === most - least ? (at) => base + at - least : byteOf
}

function tellAll(rejects: readonly Reject[], placeOf: PlaceOf, onReject: OnReject): void {
  for (const reject of rejects) {
    const { byte } = reject
    onReject({ ...reject, byte: typeof byte === 'number' && placeOf !== undefined ? placeOf(byte) : null })
  }
}
