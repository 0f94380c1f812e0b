import { archiveFolder, recentPath, runsFolder } from '../../ledger/branch-files.ts'
import { decodeLines, type LedgerLine, notesOn } from '../../ledger/decode-entries.ts'
import { withoutRepeats } from '../../ledger/fold-lines.ts'
import { newestRuns } from '../../ledger/fold-runs.ts'
import type { LedgerQuery, LedgerRuns } from '../../ports/ledger.ts'

/** The files of the ledger's branch, however they are come by. */
export interface BranchFiles {
  /** What a folder holds, names only; empty when it is not there. */
  readonly list: (folder: string) => Promise<readonly string[]>
  readonly read: (path: string) => Promise<string | undefined>
}

/**
 * Reads no more than it must: the last runs of a pipeline are one file, and the archive is opened only for more. While
 * others write, a run may move from the one into the other; read in this order, it is met twice rather than never.
 */
export async function readBranch(files: BranchFiles, { pipeline, limit }: LedgerQuery): Promise<LedgerRuns> {
  const pipelines = pipeline === undefined ? await pipelinesOn(files) : [pipeline]
  const lines: LedgerLine[] = []
  const notes: string[] = []
  const take = (found: readonly LedgerLine[], where: string) => {
    lines.push(...found)
    notes.push(...notesOn(found, where))
  }
  for (const one of pipelines) {
    const recent = await readRecent(files, one)
    take(recent.lines, recentPath(one))
    let count = recent.lines.length
    if (count >= limit) continue
    for (const name of (await files.list(archiveFolder(one))).toSorted().toReversed()) {
      const path = `${archiveFolder(one)}/${name}`
      const archived = decodeLines((await files.read(path)) ?? '')
      take(archived, path)
      count += archived.length
      if (count >= limit) break
    }
  }
  const entries = lines.flatMap((line) => (line.kind === 'entry' ? [line.entry] : []))
  return { runs: newestRuns(entries).slice(0, limit), notes }
}

async function pipelinesOn(files: BranchFiles): Promise<string[]> {
  const recent = await files.list('recent')
  const named = recent.flatMap((name) => (name.endsWith('.jsonl') ? [name.slice(0, -'.jsonl'.length)] : []))
  return [...new Set([...named, ...(await files.list('runs'))])].toSorted()
}

/**
 * The last runs of a pipeline, oldest first. Where their file is gone or spoiled, they are put together again from the
 * files of the single runs.
 */
export async function readRecent(
  files: BranchFiles,
  pipeline: string,
): Promise<{ readonly lines: readonly LedgerLine[]; readonly whole: boolean }> {
  const text = await files.read(recentPath(pipeline))
  const lines = decodeLines(text ?? '')
  if (text !== undefined && !lines.some(({ kind }) => kind === 'broken')) return { lines, whole: true }
  return { lines: withoutRepeats([...(await singleRuns(files, pipeline)), ...lines]), whole: false }
}

/** More single files than this are not read: each is a request. Recording keeps them fewer. */
const mostSingle = 200

async function singleRuns(files: BranchFiles, pipeline: string): Promise<LedgerLine[]> {
  const folder = runsFolder(pipeline)
  const paths: string[] = []
  for (const month of (await files.list(folder)).toSorted()) {
    const names = await files.list(`${folder}/${month}`)
    paths.push(...names.map((name) => `${folder}/${month}/${name}`))
  }
  const lines: LedgerLine[] = []
  for (const path of paths.slice(-mostSingle)) lines.push(...decodeLines((await files.read(path)) ?? ''))
  return lines.filter(({ kind }) => kind !== 'broken').toSorted(byStart)
}

function byStart(one: LedgerLine, other: LedgerLine): number {
  return startOf(one) < startOf(other) ? -1 : 1
}

function startOf(line: LedgerLine): string {
  return line.kind === 'broken' ? '' : line.run.startedAt
}
