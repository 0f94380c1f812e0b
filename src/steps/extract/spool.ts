import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../../diagnostic/failure.ts'
import { fileFailure } from '../file-failure.ts'
import type { HttpAnswer, Validators } from '../../ports/ports.ts'
import type { StepContext } from '../step.ts'
import { countBytes } from './count-bytes.ts'
import type { ExtractOptions } from './options.ts'
import type { Source } from './source.ts'

/** A source whose bytes are on this machine's disk, so that they can be read twice. */
export interface Spooled {
  readonly path: string
  readonly label: string
  readonly bytes: number
  /** It was fetched: another attempt might bring other bytes. */
  readonly fetched: boolean
  /** What the server said it was; of a file nothing is said. */
  readonly contentType: string | undefined
  /** When it was sent, by the clock of the server. */
  readonly sentAt?: Date
  /** By which the server will know whether it is still the same. Absent: it cannot be asked that. */
  readonly validators?: Validators
}

type Context = StepContext<ExtractOptions>

/** Fetches what is not here yet into the attempt's scratch folder. */
export async function spool(source: Source, index: number, context: Context): Promise<Spooled> {
  if (source.kind === 'url') return keep(source, index, { answer: await ask(source, context), context })
  try {
    const { size } = await stat(source.path)
    return { path: source.path, label: source.label, bytes: size, fetched: false, contentType: undefined }
  } catch (error) {
    throw fileFailure(error, source.label)
  }
}

/** As `spool`, unless the server says that an address still holds what is known of it: `undefined` then. */
export async function spoolIfChanged(
  source: Source,
  index: number,
  context: Context,
  known: Validators,
): Promise<Spooled | undefined> {
  if (source.kind === 'file') return spool(source, index, context)
  const answer = await ask(source, context, known)
  if (answer.status !== 304) return keep(source, index, { answer, context })
  answer.body.destroy()
  return undefined
}

type Address = Source & { readonly kind: 'url' }

function ask({ url }: Address, context: Context, known?: Validators): Promise<HttpAnswer> {
  return context.ports.http.request({
    url,
    headers: context.options.headers,
    signal: context.signal,
    mask: context.mask,
    ...(known === undefined ? {} : { known }),
  })
}

async function keep(
  { label }: Address,
  index: number,
  { answer: { headers, body, validators }, context }: { answer: HttpAnswer; context: Context },
): Promise<Spooled> {
  const path = join(context.scratch, `source-${index}`)
  const length = headers['content-encoding'] === undefined ? Number(headers['content-length']) : Number.NaN
  const counter = countBytes((bytes) =>
    context.progress({ bytes, ...(Number.isFinite(length) && { totalBytes: length }) }),
  )
  try {
    await pipeline(body, counter.stream, createWriteStream(path), { signal: context.signal })
  } catch (error) {
    context.signal.throwIfAborted()
    throw error instanceof Failure ? error : fileFailure(error, label)
  }
  if (Number.isFinite(length) && length !== counter.bytes()) {
    throw new Failure('http/truncated', `"${label}" came with ${counter.bytes()} of ${length} bytes`, {
      retryable: true,
    })
  }
  return {
    path,
    label,
    bytes: counter.bytes(),
    fetched: true,
    contentType: headers['content-type'],
    ...sentAt(headers['date']),
    validators,
  }
}

function sentAt(date: string | undefined): { sentAt?: Date } {
  const time = Date.parse(date ?? '')
  return Number.isNaN(time) ? {} : { sentAt: new Date(time) }
}
