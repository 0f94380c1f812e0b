import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../diagnostic/failure.ts'
import { decodeLine, type LedgerLine, notesOn } from '../../ledger/decode-entries.ts'
import { newestRuns } from '../../ledger/fold-runs.ts'
import type { Envelope, LedgerEntry } from '../../ledger/record.ts'
import type { LedgerQuery, LedgerRuns } from '../../ports/ledger.ts'

/** The pipeline that a file of the ledger is about. */
export function pipelineOf(file: string): string {
  return file.split('.')[0] ?? file
}

/** Reads from the end of the files, and no further than is asked for. */
export async function readRuns(folder: string, { pipeline, limit }: LedgerQuery): Promise<LedgerRuns> {
  for (;;) {
    const files = await filesIn(folder)
    const read = await readFiles(folder, files, { pipeline, limit })
    // A file that was closed meanwhile has another name now: then some runs were not seen.
    if (read !== undefined && String(files) === String(await filesIn(folder))) return read
  }
}

async function readFiles(
  folder: string,
  files: readonly string[],
  { pipeline, limit }: { readonly pipeline: string | undefined; readonly limit: number },
): Promise<LedgerRuns | undefined> {
  const found: LedgerEntry[][] = []
  const notes: string[] = []
  for (const [one, own] of Map.groupBy(files, pipelineOf)) {
    if (pipeline !== undefined && one !== pipeline) continue
    let room = limit + overlap
    for (const file of own.toSorted(newestLast).toReversed()) {
      if (room <= 0) break
      const text = await textIn(join(folder, file))
      if (text === undefined) return undefined
      const lines = lastLines(text, room)
      room -= lines.length
      found.push(entriesIn(lines))
      notes.push(...notesOn(lines, `.millrace/ledger/${file}`))
    }
  }
  return { runs: newestRuns(found.toReversed().flat()).slice(0, limit), notes }
}

function entriesIn(lines: readonly LedgerLine[]): LedgerEntry[] {
  return lines.flatMap((line) => (line.kind === 'entry' ? [line.entry] : []))
}

/** The last attempt of a run that is kept; 0 without one. Files that were closed before it began are not opened. */
export async function lastAttempt(
  folder: string,
  run: Pick<Envelope['run'], 'pipeline' | 'id' | 'startedAt'>,
): Promise<number> {
  const { pipeline, id, startedAt } = run
  const named = JSON.stringify(id)
  let last = 0
  const began = Date.parse(startedAt)
  for (const file of await filesIn(folder)) {
    if (pipelineOf(file) !== pipeline || closedAt(file) < began) continue
    const text = await textIn(join(folder, file))
    // It was closed meanwhile, and has another name now.
    if (text === undefined) return lastAttempt(folder, run)
    const own = text.split('\n').filter((line) => line.includes(named))
    for (const entry of entriesIn(own.map(decodeLine)))
      if (entry.run.id === id) last = Math.max(last, entry.run.attempt)
  }
  return last
}

/** Runs are told when they end: among so many more than are wanted is each that started later. */
const overlap = 200

function lastLines(text: string, count: number): LedgerLine[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.slice(-count).map(decodeLine)
}

/** By when they were closed, which their names tell; the open one is the newest. */
function newestLast(one: string, other: string): number {
  return closedAt(one) < closedAt(other) ? -1 : 1
}

function closedAt(file: string): number {
  return Number(/\.(\d+)-/.exec(file)?.[1] ?? Infinity)
}

/** The files of the ledger, open and closed; none where there is no folder. */
export async function filesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder)
    return names.filter((name) => name.endsWith('.jsonl')).toSorted()
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return []
    throw cannot('read', folder, cause)
  }
}

async function textIn(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined
    throw cannot('read', path, cause)
  }
}

/** What the system calls it: `ENOENT`. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
}

/** `be`: e.g. `written`. */
export function cannot(be: string, path: string, cause: unknown): Failure {
  if (cause instanceof Failure) return cause
  return new Failure('ledger/file', `${path} cannot be ${be} (${codeOf(cause)})`, { cause })
}
