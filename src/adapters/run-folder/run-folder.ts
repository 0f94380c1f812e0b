import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../diagnostic/failure.ts'
import type { RunStore } from '../../ports/run-store.ts'
import { readLines } from './read-lines.ts'

/** Where a workspace keeps its runs. */
export function runsFolder(workspace: string): string {
  return join(workspace, '.millrace', 'runs')
}

/** The folder of one run, made if it is not there. */
export function openRunFolder(workspace: string, runId: string): RunStore {
  const store = runStoreAt(join(runsFolder(workspace), runId))
  ignoreInGit(join(workspace, '.millrace'))
  return store
}

/** Whoever adds all files of a repository does not mean what runs have left in it. */
function ignoreInGit(folder: string): void {
  const path = join(folder, '.gitignore')
  try {
    if (!existsSync(path)) writeFileSync(path, '*\n')
  } catch (cause) {
    throw notWritten(path, cause)
  }
}

/** A folder that holds what a run left, wherever it lies. */
export function runStoreAt(folder: string): RunStore {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw notWritten(folder, cause)
  }
  return {
    folder,
    write: (name, text) => writeWhole(join(folder, name), text),
    read: (name) => readIfThere(join(folder, name)),
    lines: (name) => readLines(join(folder, name)),
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.part`
  try {
    await writeFile(beside, text)
    await rename(beside, path)
  } catch (cause) {
    await rm(beside, { force: true })
    throw notWritten(path, cause)
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new Failure('file/read', `${path} cannot be read`, { cause })
  }
}

function notWritten(path: string, cause: unknown): Failure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Failure('disk/full', `${path} cannot be written: the disk is full (${code})`, {
      cause,
      help: 'Free some space; old runs in .millrace/runs may be removed',
    })
  return new Failure('file/write', `${path} cannot be written${code === '' ? '' : ` (${code})`}`, { cause })
}
