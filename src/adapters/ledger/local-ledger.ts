import { randomUUID } from 'node:crypto'
import { closeSync, fstatSync, mkdirSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../diagnostic/failure.ts'
import { decodeLine, decodeLines, type LedgerLine, notesOn } from '../../ledger/decode-entries.ts'
import { archiveChars, textOf, withoutRepeats } from '../../ledger/fold-lines.ts'
import { newestRuns } from '../../ledger/fold-runs.ts'
import { entryText, type LedgerEntry } from '../../ledger/record.ts'
import type { Ledger, LedgerQuery, LedgerRuns } from '../../ports/ledger.ts'

/**
 * The ledger of a workspace, in `.millrace/ledger/`: a file a pipeline that lines are appended to, and closed ones
 * beside it (`<pipeline>.<anything>.jsonl`). There is no lock: whoever appends looks afterwards whether the file is
 * still the open one, and if it was closed meanwhile appends once more; a line that is there twice counts once.
 */
export function localLedger(workspace: string): Ledger {
  const folder = join(workspace, '.millrace', 'ledger')
  return {
    record: async (entry) => {
      const open = openFile(folder, entry.run.pipeline)
      while (!appendLine(folder, open, entryText(entry)));
      if (sizeOf(open) > archiveChars) await closeFile(folder, entry.run.pipeline)
    },
    read: (query) => readRuns(folder, query),
    squash: async () => {
      const pipelines = new Set((await filesIn(folder)).map(pipelineOf))
      for (const pipeline of pipelines) await closeFile(folder, pipeline)
    },
  }
}

function openFile(folder: string, pipeline: string): string {
  return join(folder, `${pipeline}.jsonl`)
}

function pipelineOf(file: string): string {
  return file.split('.')[0] ?? file
}

/** `false`: the file was closed under our hands, and what was written may not have been seen by who closed it. */
function appendLine(folder: string, path: string, line: string): boolean {
  try {
    mkdirSync(folder, { recursive: true })
    const file = openSync(path, 'a+')
    try {
      const text = Buffer.from(endsWhole(file) ? line : `\n${line}`)
      // In one write: the system puts each at the end, whole, whoever else appends.
      if (writeSync(file, text) !== text.length) throw new Failure('disk/full', `${path} was cut off`)
      return fstatSync(file).ino === statSync(path, { throwIfNoEntry: false })?.ino
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    throw cannot('written', path, cause)
  }
}

/** Whether the last line has its end. One that was cut off (a full disk, a lost machine) must not swallow ours. */
function endsWhole(file: number): boolean {
  const { size } = fstatSync(file)
  const last = Buffer.alloc(1)
  return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last.toString() === '\n')
}

/** Closes the open file of a pipeline, and rewrites it without what is there twice or was cut off. */
async function closeFile(folder: string, pipeline: string): Promise<void> {
  const open = openFile(folder, pipeline)
  const closed = join(folder, `${pipeline}.${Date.now()}-${randomUUID().slice(0, 8)}.jsonl`)
  try {
    if (sizeOf(open) === 0) return
    await rename(open, closed)
    const lines = decodeLines(await readFile(closed, 'utf8'))
    await writeFile(`${closed}.part`, textOf(withoutRepeats(lines).filter(({ kind }) => kind !== 'broken')))
    await rename(`${closed}.part`, closed)
  } catch (cause) {
    // ENOENT: somebody else closed it in the same moment.
    if (codeOf(cause) !== 'ENOENT') throw cannot('closed', open, cause)
  }
}

async function readRuns(folder: string, { pipeline, limit }: LedgerQuery): Promise<LedgerRuns> {
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
  const entries: LedgerEntry[] = []
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
      entries.push(...lines.flatMap((line) => (line.kind === 'entry' ? [line.entry] : [])))
      notes.push(...notesOn(lines, `.millrace/ledger/${file}`))
    }
  }
  return { runs: newestRuns(entries).slice(0, limit), notes }
}

/** Runs are told when they end: among so many more than are wanted is each that started later. */
const overlap = 200

function lastLines(text: string, count: number): LedgerLine[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.slice(-count).map(decodeLine)
}

/** By when they were closed, which their names tell; the open one is the newest. */
function newestLast(one: string, other: string): number {
  const closedAt = (file: string) => Number(/\.(\d+)-/.exec(file)?.[1] ?? Infinity)
  return closedAt(one) < closedAt(other) ? -1 : 1
}

async function filesIn(folder: string): Promise<string[]> {
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

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
}

function cannot(be: string, path: string, cause: unknown): Failure {
  if (cause instanceof Failure) return cause
  return new Failure('ledger/file', `${path} cannot be ${be} (${codeOf(cause)})`, { cause })
}
