import { hashOf } from '../../cache/cache-key.ts'
import { hashFile } from '../../cache/hash-file.ts'
import type { SourceMark } from '../../plan/step-past.ts'
import { number } from '../../text/quantities.ts'
import type { StepContext } from '../step.ts'
import type { ExtractOptions } from './options.ts'
import { requireAllowedEmpty } from './require-allowed-empty.ts'
import { earliestOf } from './earliest-of.ts'
import { findSources, type Source } from './source.ts'
import { type Spooled, canBeUnchanged, spoolAll, spoolIfChanged } from './spool.ts'

type Context = StepContext<ExtractOptions>

/** What an extract reads. */
export interface Gathered {
  /** The sources with anything in them, on this machine's disk; none where they are not needed. */
  readonly spooled: readonly Spooled[]
  /** Where the run asks for them: what tells later runs whether a source has other bytes. */
  readonly marks?: readonly SourceMark[]
  /** When the first of them was sent, also of those with nothing in them, by the clocks of their servers. */
  readonly sentAt?: Date | undefined
  /** No source has other bytes than in the last good run. */
  readonly unchanged?: true
}

/**
 * Fetches what an extract reads. Servers are asked first whether anything has changed, where the rows of the last good run
 * can be had: if nothing has, nothing is fetched.
 */
export async function gather(context: Context): Promise<Gathered> {
  const { from, allowEmpty } = context.options
  const { before } = context
  const sources = await findSources(from, { workspace: context.workspace, allowEmpty, log: context.log })
  const names = sources.map((source) => nameOf(source, context))
  const known = isSame(names, before?.sources) ? before?.sources : undefined
  const canAsk = before?.kept === true && canBeUnchanged(context.options)
  const asked = known !== undefined && canAsk ? await askAll(sources, known, context) : []
  if (known !== undefined && asked.length > 0 && asked.every((now) => now === unchanged))
    return { spooled: [], marks: known, unchanged: true }
  const spooled: (readonly Spooled[])[] = []
  for (const [index, source] of sources.entries()) {
    const now = asked[index] ?? unchanged
    const pieces = now === unchanged ? await Array.fromAsync(spoolAll(source, index, context)) : [now]
    for (const { label, bytes } of pieces.length === 1 ? pieces : [])
      context.log(`reading ${label} (${number(bytes)} bytes)`)
    if (pieces.every(({ bytes }) => bytes === 0)) requireAllowedEmpty(context, [source])
    spooled.push(pieces)
  }
  const full = spooled.flat().filter(({ bytes }) => bytes > 0)
  const sentAt = earliestOf(spooled.flat())
  if (before?.asked !== true) return { spooled: full, sentAt }
  const marks: SourceMark[] = []
  for (const [index, pieces] of spooled.entries()) marks.push(await markOf(names[index] ?? '', pieces))
  const same = known?.every(({ sha256 }, index) => sha256 !== undefined && sha256 === marks[index]?.sha256)
  return { spooled: full, sentAt, marks, ...(same === true ? { unchanged: true as const } : {}) }
}

const unchanged = 'unchanged'

/** Of each source what it is now, or that it is as it was. */
async function askAll(
  sources: readonly Source[],
  known: readonly SourceMark[],
  context: Context,
): Promise<(Spooled | typeof unchanged)[]> {
  const answers: (Spooled | typeof unchanged)[] = []
  for (const [index, source] of sources.entries()) {
    const { etag, lastModified, sha256 } = known[index] ?? {}
    const validators = {
      ...(etag === undefined ? {} : { etag }),
      ...(lastModified === undefined ? {} : { lastModified }),
    }
    const now = await spoolIfChanged(source, index, context, validators)
    const isAsBefore = now === undefined || (sha256 !== undefined && (await hashFile(now.path)) === sha256)
    if (isAsBefore)
      context.log(`${source.label} is unchanged${now === undefined ? ', says the server (304)' : ''}`)
    answers.push(isAsBefore ? unchanged : now)
  }
  return answers
}

/** The pages of one source are known by all of their bytes together. */
async function markOf(source: string, pieces: readonly Spooled[]): Promise<SourceMark> {
  const { etag, lastModified } = pieces[0]?.validators ?? {}
  const hashes: string[] = []
  for (const { path } of pieces) hashes.push(await hashFile(path))
  return {
    source,
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
    sha256: hashes.length === 1 ? hashes.join('') : hashOf(hashes),
    bytes: pieces.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

/** Stands for where the bytes come from, and gives nothing of it away. */
function nameOf(source: Source, { mask }: Context): string {
  return hashOf(source.kind === 'url' ? mask(source.url) : source.label).slice(0, 16)
}

function isSame(names: readonly string[], known: readonly SourceMark[] | undefined): boolean {
  return known?.length === names.length && known.every(({ source }, index) => source === names[index])
}
