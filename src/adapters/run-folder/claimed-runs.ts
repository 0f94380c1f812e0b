import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { RunStore } from '../../ports/run-store.ts'
import { runStoreAt, runsFolder } from './run-folder.ts'
import { claimPath, processOfRun } from './run-process.ts'

/** A run that a process has claimed and not let go of. */
export interface ClaimedRun {
  readonly store: RunStore
  /** The process, if it is still there; otherwise it was killed. */
  readonly owner: number | undefined
  /** Forgets the process. */
  readonly release: () => void
}

/** The runs of a workspace that are at work, and those whose process is gone without having said that it is done. */
export function claimedRuns(workspace: string): ClaimedRun[] {
  const folder = runsFolder(workspace)
  const names = existsSync(folder) ? readdirSync(folder).toSorted() : []
  const claimed = names.map((name) => join(folder, name)).filter((run) => existsSync(claimPath(run)))
  return claimed.map((run) => ({
    store: runStoreAt(run),
    owner: processOfRun(run),
    release: () => rmSync(claimPath(run), { force: true }),
  }))
}
