import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../../diagnostic/failure.ts'
import { fileFailure } from '../file-failure.ts'
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
}

/** Fetches what is not here yet into the attempt's scratch folder. */
export async function spool(
  source: Source,
  index: number,
  context: StepContext<ExtractOptions>,
): Promise<Spooled> {
  if (source.kind === 'url') return fetchInto(join(context.scratch, `source-${index}`), source, context)
  try {
    const { size } = await stat(source.path)
    return { path: source.path, label: source.label, bytes: size, fetched: false, contentType: undefined }
  } catch (error) {
    throw fileFailure(error, source.label)
  }
}

async function fetchInto(
  path: string,
  { url, label }: Source & { kind: 'url' },
  context: StepContext<ExtractOptions>,
): Promise<Spooled> {
  const { headers, body } = await context.ports.http.get({
    url,
    headers: context.options.headers,
    signal: context.signal,
    mask: context.mask,
  })
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
  return { path, label, bytes: counter.bytes(), fetched: true, contentType: headers['content-type'] }
}
