import { createReadStream, createWriteStream } from 'node:fs'
import { access, copyFile, mkdir, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { Failure } from '../../diagnostic/failure.ts'
import { eventsOf } from '../../run/events/decode-events.ts'
import type { RunEvent } from '../../run/event.ts'
import type { JobWord } from '../../run/resume/prior-results.ts'
import { showsSecret } from '../../run/events/shows-secret.ts'
import { readLines } from './read-lines.ts'

/** The name under which a job of the plan uploads what it leaves. */
export function jobArtifact(job: string): string {
  return `millrace-job-${job}`
}

export const planArtifact = 'millrace-plan'

/** The name under which a job after the waves uploads what it leaves. */
export function lateArtifact(job: string): string {
  return `millrace-${job}`
}

/** In a run's folder: what the job knew of the steps before its own. */
export const carriedFile = 'prior.jsonl'

/** In what a job hands on: which attempt of the run it belongs to. */
export const attemptFile = 'attempt'

const compressed = ['datasets', 'rejects']

/**
 * Lays out what a job hands on: its events, what it knew of earlier steps, its logs, and of its own steps the datasets
 * and rejected rows (zstd) and the files to commit. A file that shows a secret is left out, and named in the answer.
 */
export async function packJob(
  runFolder: string,
  steps: readonly string[],
  out: string,
  mask: (text: string) => string,
): Promise<{ leaks: readonly string[] }> {
  const leaks: string[] = []
  for (const path of await filesToPack(runFolder, steps)) {
    const from = join(runFolder, path)
    const to = join(out, path)
    if (await showsSecret(from, mask)) {
      leaks.push(path)
      continue
    }
    await mkdir(dirname(to), { recursive: true })
    if (compressed.includes(path.split(/[/\\]/)[0] ?? '')) await compress(from, `${to}.zst`)
    else await copyFile(from, to)
  }
  return { leaks }
}

async function filesToPack(runFolder: string, steps: readonly string[]): Promise<readonly string[]> {
  const rows = steps.flatMap((step) => [`datasets/${step}.sqlite`, `rejects/${step}.sqlite`])
  const named = rowsToldOf(eventsIn(join(runFolder, 'events.jsonl'), true), new Set(steps))
  const folders = ['logs', ...steps.map((step) => `files/${step}`)]
  const files = await Promise.all(folders.map((folder) => filesBelow(runFolder, folder)))
  const listed = [...new Set(['events.jsonl', carriedFile, ...rows, ...named, ...files.flat()])]
  const there = await Promise.all(listed.map((path) => exists(join(runFolder, path))))
  return listed.filter((_, index) => there[index])
}

/** The files that the ends of these steps, or of the job's parts of them, name; not those of single legs. */
function rowsToldOf(events: readonly RunEvent[], steps: ReadonlySet<string>): readonly string[] {
  return events.flatMap((event) => {
    if (event.type !== 'step-finished' && event.type !== 'part-finished') return []
    if (!steps.has(event.step)) return []
    const { dataset, datasets = {}, rejects } = event
    return [dataset, ...Object.values(datasets), rejects].flatMap((one) => one?.file ?? [])
  })
}

async function filesBelow(root: string, folder: string): Promise<readonly string[]> {
  if (!(await exists(join(root, folder)))) return []
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
}

interface Wanted {
  /** Which of its folders. Default: all. */
  readonly folders?: readonly string[]
  /** Of its events, only how its steps and parts of steps ended. */
  readonly endsOnly?: boolean
}

/**
 * Puts what a job handed on into the folder of this run, datasets unpacked, and answers its word. Throws a `Failure`
 * when it is not what a job of this version hands on.
 */
export async function unpackJob(
  from: string,
  runFolder: string,
  { folders = [...compressed, 'logs', 'files'], endsOnly = false }: Wanted = {},
): Promise<JobWord> {
  try {
    for (const kind of folders)
      for (const path of await filesBelow(from, kind)) await unpack(from, path, runFolder)
    return {
      events: eventsIn(join(from, 'events.jsonl'), endsOnly),
      carried: eventsIn(join(from, carriedFile)),
    }
  } catch (cause) {
    if (cause instanceof Failure) throw cause
    throw new Failure('artifact/unpack', `${basename(from)} does not hold what a job leaves`, { cause })
  }
}

async function unpack(from: string, path: string, runFolder: string): Promise<void> {
  const to = join(runFolder, dirname(path), basename(path, '.zst'))
  await mkdir(dirname(to), { recursive: true })
  if (path.endsWith('.zst')) await decompress(join(from, path), to)
  else await copyFile(join(from, path), to)
}

function eventsIn(path: string, endsOnly = false): readonly RunEvent[] {
  const lines = readLines(path)
  return [...(endsOnly ? eventsOf(lines, ['step-finished', 'part-finished']) : eventsOf(lines))]
}

async function compress(from: string, to: string): Promise<void> {
  const level = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
  await pipeline(createReadStream(from), createZstdCompress(level), createWriteStream(to))
}

async function decompress(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createZstdDecompress(), createWriteStream(to))
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
