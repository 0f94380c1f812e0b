import { Worker } from 'node:worker_threads'

const everyMs = 1_000

/**
 * Ends this process when its parent is gone, even in the middle of a statement or a loop that never ends: the main
 * thread hears nothing then, so another thread looks.
 */
export function watchParent(): void {
  const watch = `
    const { ppid, pid } = process
    setInterval(() => {
      try { process.kill(${process.ppid}, 0) } catch { process.kill(pid, 'SIGKILL') }
      if (process.ppid !== ppid) process.kill(pid, 'SIGKILL')
    }, ${everyMs})`
  new Worker(watch, { eval: true, execArgv: [], stdout: false, stderr: false }).unref()
}
