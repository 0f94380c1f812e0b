import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'

/** The file in a run's folder that says which process is at work on it. */
export function claimPath(folder: string): string {
  return join(folder, 'process')
}

/** Keeps in a run's folder which process is at work on it, until it is disposed of. A full disk is no reason to stop. */
export function claimRun(folder: string): Disposable {
  const path = claimPath(folder)
  try {
    // Whole at once: whoever meets a claim without a process takes the run for killed.
    writeFileSync(`${path}.part`, `${process.pid} ${Date.now()}\n`)
    renameSync(`${path}.part`, path)
  } catch {
    return { [Symbol.dispose]: () => {} }
  }
  return { [Symbol.dispose]: () => rmSync(path, { force: true }) }
}

/** The process that is still at work on a run; `undefined` when it has ended, however it did. */
export function processOfRun(folder: string): number | undefined {
  const [pid = 0, since = 0] = readClaim(claimPath(folder))
  const booted = Date.now() - uptime() * 1000
  return pid > 0 && since >= booted && isAlive(pid) ? pid : undefined
}

function readClaim(path: string): number[] {
  try {
    return readFileSync(path, 'utf8').split(' ').map(Number)
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
