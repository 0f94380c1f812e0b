import { type FileHandle, open } from 'node:fs/promises'
import { Failure } from '../../../diagnostic/failure.ts'
import type { HttpAnswer } from '../../../ports/ports.ts'
import { number } from '../../../text/quantities.ts'
import { fileFailure } from '../../file-failure.ts'
import type { StepContext } from '../../step.ts'
import { type Call, askAddress } from './ask-address.ts'
import type { HttpOptions } from './http-options.ts'
import { pauseBefore } from './pause-before.ts'
import { rangeValidator } from './range-validator.ts'

type Context = StepContext<HttpOptions>

/** So often a download that breaks off is gone on with. */
const mostGoes = 5
const firstPauseMs = 200

export interface Downloaded {
  readonly bytes: number
  /** The answer whose body it is: of a download that was gone on with, the first one. */
  readonly answer: HttpAnswer
}

/**
 * Writes the body of an answer to a file. Where it breaks off, the rest is asked for, if the server can tell that it
 * is still the same; if it is not, or what comes is not the rest, all of it is fetched anew. Throws a `Failure`
 * (`http/truncated`, …).
 */
export async function download(
  { call, path, label }: { readonly call: Call; readonly path: string; readonly label: string },
  first: HttpAnswer,
  context: Context,
): Promise<Downloaded> {
  await using file = await opened(path, label).catch((error: unknown) => {
    first.body.destroy()
    throw error
  })
  const state = { answer: first, bytes: 0 }
  let part: HttpAnswer | undefined = first
  for (let goes = 1; ; goes += 1) {
    try {
      part ??= await rest(call, state, context)
      if (part.status !== 206) await startAnew(file, state, part)
      await write(file, part, state, { context, label })
      requireWhole(state, label)
      return state
    } catch (error) {
      context.signal.throwIfAborted()
      if (goes > mostGoes || !canGoOn(error, state, context)) throw error
      context.log(`${label} broke off; ${number(state.bytes)} bytes of it are here: going on from there`)
      await pauseBefore(goes, firstPauseMs, context)
      part = undefined
    }
  }
}

interface State {
  answer: HttpAnswer
  bytes: number
}

async function opened(path: string, label: string): Promise<FileHandle> {
  try {
    return await open(path, 'w')
  } catch (error) {
    throw fileFailure(error, label, 'write')
  }
}

async function startAnew(file: FileHandle, state: State, answer: HttpAnswer): Promise<void> {
  await file.truncate(0)
  state.answer = answer
  state.bytes = 0
}

/** The rest of what is here, or all of it again. */
async function rest(call: Call, state: State, context: Context): Promise<HttpAnswer> {
  const ifRange = rangeValidator(state.answer)
  if (ifRange === undefined || state.bytes === 0) return askAddress(call, context)
  try {
    const part = await askAddress(call, context, { rest: { bytes: state.bytes, ifRange } })
    if (part.status !== 206 || isSame(part, state.answer)) return part
    part.body.destroy()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.code !== 'http/range' && error.facts.httpStatus !== 416) throw error
  }
  return askAddress(call, context)
}

/** What a part says about the whole must be what the whole said. */
function isSame(part: HttpAnswer, { validators, headers }: HttpAnswer): boolean {
  const { etag = validators.etag, lastModified = validators.lastModified } = part.validators
  const total = part.headers['content-range']?.split('/')[1] ?? '*'
  const isTotal = total === '*' || total === (headers['content-length'] ?? total)
  return isTotal && etag === validators.etag && lastModified === validators.lastModified
}

async function write(
  file: FileHandle,
  { body }: HttpAnswer,
  state: State,
  { context, label }: { readonly context: Context; readonly label: string },
): Promise<void> {
  const total = totalOf(state.answer)
  const chunks: AsyncIterable<Buffer> = body
  for await (const chunk of chunks) {
    await writeAll(file, chunk, state.bytes, label)
    state.bytes += chunk.length
    context.progress({ bytes: state.bytes, ...(total === undefined ? {} : { totalBytes: total }) })
  }
}

async function writeAll(file: FileHandle, chunk: Buffer, at: number, label: string): Promise<void> {
  try {
    for (let done = 0; done < chunk.length;)
      done += (await file.write(chunk, done, chunk.length - done, at + done)).bytesWritten
  } catch (error) {
    throw fileFailure(error, label, 'write')
  }
}

/** An encoded body has another length than what it holds. */
function totalOf({ headers }: HttpAnswer): number | undefined {
  const length = headers['content-length']
  if (headers['content-encoding'] !== undefined || length === undefined) return undefined
  return Number.isFinite(Number(length)) ? Number(length) : undefined
}

function requireWhole({ answer, bytes }: State, label: string): void {
  const total = totalOf(answer)
  if (total === undefined || total === bytes) return
  throw new Failure('http/truncated', `"${label}" came with ${number(bytes)} of ${number(total)} bytes`, {
    retryable: true,
  })
}

/** Whether it is worth another go. What was posted is not posted again. */
function canGoOn(error: unknown, { answer }: State, { options }: Context): boolean {
  if (!(error instanceof Failure) || (options.method ?? 'GET') !== 'GET') return false
  const isBroken = error.code === 'http/truncated' || error.code === 'http/connection'
  return isBroken && error.retryable && rangeValidator(answer) !== undefined
}
