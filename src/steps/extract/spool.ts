import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { HttpAnswer, Validators } from '../../ports/ports.ts'
import { fileFailure } from '../file-failure.ts'
import type { StepContext } from '../step.ts'
import type { LocalEntry } from './compressed/local-entry.ts'
import { type Call, askAddress } from './http/ask-address.ts'
import { download } from './http/download.ts'
import type { ExtractOptions } from './options.ts'
import type { Source } from './source.ts'

/** A source whose bytes are on this machine's disk, so that they can be read twice. */
export interface Spooled {
  readonly path: string
  readonly label: string
  readonly bytes: number
  /** Of a zip: the entry that it stands for. */
  readonly entry?: string
  /** Of a zip that is cut short: where the entry lies, as the zip itself does not say it any more. */
  readonly local?: LocalEntry
  /** Why there may be more than is in it, though what it holds is not cut off. */
  readonly lost?: string
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

/** What a source holds, in one piece or, where an address has pages, in several. */
export async function* spoolAll(
  source: Source,
  index: number,
  context: Context,
): AsyncGenerator<Spooled, void, void> {
  const { paging } = context.options
  if (source.kind === 'file' || paging === undefined) yield await spool(source, index, context)
  else {
    const { fetchPages } = await import('./http/fetch-pages.ts')
    yield* fetchPages(source, index, { paging, context })
  }
}

/** Fetches what is not here yet into the attempt's scratch folder. */
export async function spool(source: Source, index: number, context: Context): Promise<Spooled> {
  if (source.kind === 'url') {
    const call = callOf(source, context)
    return keep(placeOf(source, index, context), await askAddress(call, context), context)
  }
  try {
    const { size } = await stat(source.path)
    return { path: source.path, label: source.label, bytes: size, fetched: false, contentType: undefined }
  } catch (error) {
    throw fileFailure(error, source.label)
  }
}

/** Whether a server can say that an address still holds what it held: not of an answer to a question, nor of one page of many. */
export function canBeUnchanged({
  method = 'GET',
  paging,
}: Pick<ExtractOptions, 'method' | 'paging'>): boolean {
  return method === 'GET' && paging === undefined
}

/** The source in one piece, unless the server says that an address still holds what is known of it: `undefined` then. */
export async function spoolIfChanged(
  source: Source,
  index: number,
  context: Context,
  known: Validators,
): Promise<Spooled | undefined> {
  if (source.kind === 'file' || !canBeUnchanged(context.options)) return spool(source, index, context)
  const answer = await askAddress(callOf(source, context), context, { known })
  if (answer.status !== 304) return keep(placeOf(source, index, context), answer, context)
  answer.body.destroy()
  return undefined
}

export type Address = Source & { readonly kind: 'url' }

/** Where what an address holds is to lie, and what it is called. */
export interface Place {
  readonly call: Call
  readonly path: string
  readonly label: string
}

function callOf({ url }: Address, { options: { body } }: Context): Call {
  return { url, ...(body === undefined ? {} : { body }) }
}

function placeOf(source: Address, index: number, context: Context): Place {
  const path = join(context.scratch, `source-${index}`)
  return { call: callOf(source, context), path, label: source.label }
}

/** Writes an answer to its place. */
export async function keep(place: Place, first: HttpAnswer, context: Context): Promise<Spooled> {
  const { bytes, answer } = await download(place, first, context)
  const { headers, validators } = answer
  return {
    path: place.path,
    label: place.label,
    bytes,
    fetched: true,
    contentType: headers['content-type'],
    ...sentAt(headers['date']),
    ...(canBeUnchanged(context.options) ? { validators } : {}),
  }
}

function sentAt(date: string | undefined): { sentAt?: Date } {
  const time = Date.parse(date ?? '')
  return Number.isNaN(time) ? {} : { sentAt: new Date(time) }
}
