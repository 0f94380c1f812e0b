import { appendFileSync, closeSync, existsSync, fstatSync, openSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes the folder of a run that stopped ready to be gone on with: what was half written is removed, and a line of
 * `events.jsonl` that was cut off is ended, so that the next one is not lost with it.
 */
export function reopenRun(folder: string): void {
  rmSync(join(folder, 'scratch'), { recursive: true, force: true })
  const events = join(folder, 'events.jsonl')
  if (existsSync(events) && !endsLine(events)) appendFileSync(events, '\n')
}

function endsLine(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const last = Buffer.alloc(1)
    return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last[0] === 0x0a)
  } finally {
    closeSync(file)
  }
}
