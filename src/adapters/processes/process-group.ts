import { setTimeout } from 'node:timers/promises'

/** Whether any process of the group is still there. */
function groupLives(group: number): boolean {
  return signalGroup(group, 0)
}

/** Sends a signal to every process of the group; `false` if none is left. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return true
    return false
  }
}

async function waitUntilGone(group: number, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (groupLives(group)) {
    if (performance.now() > deadline) return false
    await setTimeout(20)
  }
  return true
}

/** Ends a process group: SIGTERM, and SIGKILL for what is still there after `graceMs`. Resolves when all are gone. */
export async function endGroup(group: number, graceMs: number): Promise<void> {
  if (!signalGroup(group, 'SIGTERM')) return
  if (await waitUntilGone(group, graceMs)) return
  signalGroup(group, 'SIGKILL')
  await waitUntilGone(group, 2_000)
}
