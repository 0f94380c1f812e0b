import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type HeldFile, holdFile, isHeld } from '../pipeline-line/held-file.ts'

/** The file in a run's folder that says which process is at work on it. */
export function claimPath(folder: string): string {
  return join(folder, 'process')
}

/** Held for as long as that process lives: its number may be another's by now, or be counted in another container. */
function heldPath(folder: string): string {
  return join(folder, 'process.held')
}

/** Somebody who only looks whether it is held has it for less. */
const longestLookMs = 2_000

/** Keeps in a run's folder which process is at work on it, until it is disposed of. A full disk is no reason to stop. */
export function claimRun(folder: string): Disposable {
  const path = claimPath(folder)
  let held: HeldFile | undefined
  try {
    held = holdFile(heldPath(folder), longestLookMs)
    // Whole at once: whoever meets a claim without a process takes the run for killed.
    writeFileSync(`${path}.part`, `${process.pid}\n`)
    renameSync(`${path}.part`, path)
  } catch {
    return { [Symbol.dispose]: () => held?.[Symbol.dispose]() }
  }
  return {
    [Symbol.dispose]: () => {
      rmSync(path, { force: true })
      held?.[Symbol.dispose]()
    },
  }
}

/** The process that is still at work on a run; `undefined` when it has ended, however it did. */
export function processOfRun(folder: string): number | undefined {
  const pid = Number.parseInt(readClaim(claimPath(folder)), 10)
  return pid > 0 && isHeld(heldPath(folder)) ? pid : undefined
}

function readClaim(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
