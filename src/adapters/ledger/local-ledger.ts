import { randomUUID } from 'node:crypto'
import { closeSync, fstatSync, mkdirSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../diagnostic/failure.ts'
import { decodeLines } from '../../ledger/decode-entries.ts'
import { archiveChars, textOf, withoutRepeats } from '../../ledger/fold-lines.ts'
import { entryText } from '../../ledger/record.ts'
import type { Ledger } from '../../ports/ledger.ts'
import { cannot, codeOf, filesIn, lastAttempt, pipelineOf, readRuns } from './local-files.ts'

/**
 * The ledger of a workspace, in `.millrace/ledger/`: a file a pipeline that lines are appended to, and closed ones
 * beside it (`<pipeline>.<anything>.jsonl`). There is no lock: whoever appends looks afterwards whether the file is
 * still the open one, and if it was closed meanwhile appends once more; a line that is there twice counts once.
 */
export function localLedger(workspace: string): Ledger {
  const folder = folderOf(workspace)
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

/** Which attempt of a run that may have been resumed comes next, from 1. */
export async function nextAttempt(
  workspace: string,
  run: Parameters<typeof lastAttempt>[1],
): Promise<number> {
  return (await lastAttempt(folderOf(workspace), run)) + 1
}

function folderOf(workspace: string): string {
  return join(workspace, '.millrace', 'ledger')
}

function openFile(folder: string, pipeline: string): string {
  return join(folder, `${pipeline}.jsonl`)
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

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
