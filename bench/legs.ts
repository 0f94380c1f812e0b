// What legs cost: a mapped step of 10,000 and one of 100,000 that do nothing, in one process, events to file included;
// and what they take of memory at most, which is not to grow with their number. Each in a process of its own.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../src/adapters/clock/clock.ts'
import { makePlan } from '../src/plan/make-plan.ts'
import type { Ports } from '../src/ports/ports.ts'
import { runSteps } from '../src/run/run-steps.ts'
import { writtenGraph, writtenManifest, writtenStep } from '../test/support/written.ts'

const sizes = [10_000, 100_000]
const mostMs = 0.2

/** So many legs, of two axes. */
function graphOf(legs: number) {
  const numbers = Array.from({ length: legs / 100 }, (_, index) => index)
  const axes = { region: numbers, day: numbers.slice(0, 100) }
  const matrix = { kind: 'axes', axes, include: [], exclude: [] } as const
  const strategy = { matrix, failFast: true, maxFailures: { count: 0 } }
  return writtenGraph(
    writtenManifest([writtenStep({ id: 'legs', strategy, env: { DAY: '${{ matrix.day }}' } })]),
  )
}

async function runLegs(legs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
  const graph = graphOf(legs)
  const run = { id: 'bench', trigger: 'cli', at: '2026-01-01T00:00:00.000Z', date: '2026-01-01' }
  const started = performance.now()
  const plan = makePlan(graph, { run, inputs: {}, authored: {}, past: new Map() })
  const plannedMs = performance.now() - started
  await runSteps(
    {
      graph,
      plan,
      prior: new Map(),
      execute: async () => async () => ({}),
      ports: { clock: systemClock } as Ports,
      environment: { secrets: { KEY: 'a secret value' }, vars: {}, env: process.env, github: {} },
      workspace: folder,
      folder,
      concurrency: 4,
      signal: new AbortController().signal,
    },
    () => {},
  )
  const ms = performance.now() - started - plannedMs
  const bytes = statSync(join(folder, 'events.jsonl')).size
  rmSync(folder, { recursive: true, force: true })
  globalThis.gc?.()
  const heap = process.memoryUsage().heapUsed
  console.log(JSON.stringify({ plannedMs, ms, bytes, heap, peakKib: process.resourceUsage().maxRSS }))
}

const [, , only] = process.argv
if (only === undefined) {
  console.log('\nlegs that do nothing')
  for (const legs of sizes) {
    const { stdout } = spawnSync(process.execPath, ['--expose-gc', import.meta.filename, String(legs)], {
      encoding: 'utf8',
    })
    const { plannedMs, ms, bytes, heap, peakKib } = JSON.parse(stdout)
    const each = ms / legs
    console.log(
      `  ${String(legs).padStart(7)}: planned in ${plannedMs.toFixed(0)} ms, ${each.toFixed(3)} ms a leg  ` +
        `target ≤ ${mostMs} ms${each > mostMs ? ', missed' : ''}; at most ${Math.round(peakKib / 1024)} MiB, of which ${Math.round(heap / 2 ** 20)} MiB are not garbage, ` +
        `${Math.round(bytes / legs)} bytes of events a leg`,
    )
  }
} else await runLegs(Number(only))
