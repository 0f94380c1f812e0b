// What a run takes of memory at most, and that it does not grow with the rows: `millrace run` of a CSV into a SQLite
// table, from dist/. Each process of the run is told apart. Linux only: /proc knows. `node bench/memory.ts [rows…]`
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { cli, RowsWorkspace } from './rows-workspace.ts'

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000_000, 5_000_000]
const everyMs = 20

console.log('\npeak memory of millrace run, CSV → SQLite table')
for (const rows of sizes) {
  using workspace = new RowsWorkspace(rows)
  const peaks = await peakMemory([cli, 'run', 'load'], workspace.folder)
  const [main = 0, ...children] = peaks.map((kib) => Math.round(kib / 1024))
  console.log(
    `  ${String(rows).padStart(9)} rows: main process ${main} MiB, its children ${children.join(', ')} MiB`,
  )
}

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
