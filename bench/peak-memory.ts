import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { cli } from './rows-workspace.ts'

const everyMs = 20
export const mostMiB = 150

/** Runs a pipeline and prints what each of its processes took at most; those that only start a program are left out. */
export async function tell(what: string, folder: string, pipeline = 'load'): Promise<void> {
  const peaks = await peakMemory([cli, 'run', pipeline], folder)
  const [main = 0, ...others] = peaks.map((kib) => Math.round(kib / 1024))
  const children = others.filter((peak) => peak >= leastMiB)
  const missed = [main, ...children].some((peak) => peak >= mostMiB) ? ', missed' : ''
  const beside = children.length === 0 ? '' : `, its children ${children.join(', ')} MiB`
  console.log(`  ${what.padEnd(52)} main process ${main} MiB${beside}${missed}`)
}

/** A process of less has not begun to be node. */
const leastMiB = 40

/** The largest resident size, in KiB, of a process and of each of its children, in the order of their start. */
async function peakMemory(args: readonly string[], cwd: string): Promise<number[]> {
  const child = spawn(process.execPath, args, { cwd, stdio: 'ignore' })
  const closed = once(child, 'close')
  const peaks = new Map<number, number>()
  while (child.exitCode === null && child.signalCode === null) {
    for (const pid of familyOf(child.pid ?? 0)) {
      const kib = Number(/VmHWM:\s+(\d+)/.exec(readProc(`${pid}/status`))?.[1] ?? 0)
      peaks.set(pid, Math.max(kib, peaks.get(pid) ?? 0))
    }
    await setTimeout(everyMs)
  }
  await closed
  if (child.exitCode !== 0) throw new Error(`the run ended with ${child.exitCode ?? child.signalCode}`)
  return [...peaks.values()]
}

function familyOf(pid: number): number[] {
  const children = readProc(`${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number)
  return [pid, ...children.flatMap(familyOf)]
}

/** Nothing, once the process is gone. */
function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8')
  } catch {
    return ''
  }
}
