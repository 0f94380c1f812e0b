// What the step machine costs: 1,000 steps that do nothing, plan and events to file included; and 200 spawned steps,
// through the same ports a `run` step uses, against as many bare spawns side by side.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../src/adapters/clock/clock.ts'
import { createProcesses } from '../src/adapters/processes/processes.ts'
import type { Graph } from '../src/graph/graph.ts'
import { makePlan } from '../src/plan/make-plan.ts'
import type { Ports } from '../src/ports/ports.ts'
import { runSteps } from '../src/run/run-steps.ts'
import type { StepExecutor } from '../src/steps/step.ts'
import { writtenGraph, writtenManifest, writtenStep } from '../test/support/written.ts'
import { interleaved, printRatios } from './measure.ts'

const noops = 1000
const spawned = 200
const atOnce = 4

/** So many steps, each needing the one ten before it. */
function graphOf(count: number): Graph {
  const steps = Array.from({ length: count }, (_, index) =>
    writtenStep({ id: `s${index}`, needs: index < 10 ? [] : [`s${index - 10}`] }),
  )
  return writtenGraph(writtenManifest(steps))
}

async function runAll(graph: Graph, executor: StepExecutor<unknown>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
  const run = { id: 'bench', trigger: 'cli', at: '2026-01-01T00:00:00.000Z', date: '2026-01-01' }
  const plan = makePlan(graph, { run, inputs: {}, authored: {}, past: new Map() })
  const ports = { clock: systemClock, processes: createProcesses() } as Ports
  await runSteps(
    {
      graph,
      plan,
      prior: new Map(),
      execute: async () => executor,
      ports,
      environment: { secrets: { KEY: 'a secret value' }, vars: {}, env: process.env, github: {} },
      workspace: folder,
      folder,
      concurrency: atOnce,
      signal: new AbortController().signal,
    },
    () => {},
  )
  rmSync(folder, { recursive: true, force: true })
}

const small = graphOf(noops)
const [noop] = await interleaved({ 'no-op steps': () => runAll(small, async () => ({})) }, 5)
const each = (noop?.medianMs ?? Number.NaN) / noops
console.log(
  `\n${noops} no-op steps: ${each.toFixed(3)} ms a step  target ≤ 0.2 ms${each > 0.2 ? ', missed' : ''}`,
)

const many = graphOf(spawned)
const spawning: StepExecutor<unknown> = async ({ ports, workspace, env, signal, log }) => {
  await ports.processes.run({
    file: '/bin/sh',
    args: ['-c', 'true'],
    cwd: workspace,
    env,
    signal,
    onLine: log,
  })
  return {}
}

async function bareSpawns(): Promise<void> {
  let left = spawned
  const worker = async () => {
    while (left > 0) {
      left -= 1
      const child = spawn('/bin/sh', ['-c', 'true'], { stdio: ['ignore', 'pipe', 'pipe'] })
      child.stdout.resume()
      child.stderr.resume()
      await once(child, 'close')
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

const measured = await interleaved(
  { 'bare spawns': bareSpawns, 'spawned steps': () => runAll(many, spawning) },
  5,
)
printRatios(`${spawned} spawned steps, ${atOnce} at once`, measured, { 'spawned steps': 1.3 })
