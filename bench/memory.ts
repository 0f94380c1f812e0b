// What a run takes of memory at most, and that it grows neither with the rows nor with the columns: `millrace run` of a
// CSV into a SQLite table, from dist/, with columns declared and inferred, and one of 2,000 columns. Each process of the
// run is told apart. Linux only: /proc knows. `node bench/memory.ts [rows…]`; 40000000 rows are a file of 5 GB.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { writeWideCsv } from './rows-data.ts'
import { cli, manifest, RowsWorkspace } from './rows-workspace.ts'

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000_000, 5_000_000]
const everyMs = 20
const mostMiB = 150

console.log(`\npeak memory of millrace run, CSV → SQLite table (target: each process < ${mostMiB} MiB)`)
for (const rows of sizes) {
  using workspace = new RowsWorkspace(rows)
  workspace.add('infer', manifest({ columns: false }))
  await tell(`${rows} rows x 10`, workspace)
  workspace.clean({ keepTable: false })
  await tell(`${rows} rows x 10, columns inferred`, workspace, 'infer')
}
{
  using workspace = new RowsWorkspace(1)
  writeWideCsv(workspace.csv, 20_000, 2_000)
  workspace.add('infer', manifest({ columns: false }))
  await tell('20000 rows x 2000, columns inferred', workspace, 'infer')
}

async function tell(what: string, { folder }: RowsWorkspace, pipeline = 'load'): Promise<void> {
  const peaks = await peakMemory([cli, 'run', pipeline], folder)
  const [main = 0, ...children] = peaks.map((kib) => Math.round(kib / 1024))
  const missed = [main, ...children].some((peak) => peak >= mostMiB) ? ', missed' : ''
  console.log(
    `  ${what.padEnd(36)} main process ${main} MiB, its children ${children.join(', ')} MiB${missed}`,
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
