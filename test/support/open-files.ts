import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

/** How many files, sockets and pipes this process has open. */
export function openFiles(): number {
  return readdirSync('/dev/fd').length
}

/** Waits until no more are open than there were: a stream closes its file only after it has said that it is closed. */
export async function requireClosed(before: number): Promise<void> {
  for (let tries = 0; openFiles() > before; tries += 1) {
    assert(tries < 100, `${openFiles()} files are open, where ${before} were`)
    await setTimeout(10)
  }
}
