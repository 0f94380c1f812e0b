import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/adapters/clock/clock.ts'
import type { Graph } from '../../src/graph/graph.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan.ts'
import type { Ports } from '../../src/ports/ports.ts'
import type { RunEvent, RunResult } from '../../src/run/event.ts'
import type { RunRequest, StepFinished } from '../../src/run/run-request.ts'
import { runSteps } from '../../src/run/run-steps.ts'
import type { StepContext, StepOutcome } from '../../src/steps/step.ts'
import { type StepSketch, writtenGraph, writtenManifest, writtenStep } from '../support/written.ts'

/** A step of kind `run`, written short. */
export type Sketch = StepSketch

export function manifestOf(sketches: readonly Sketch[], over: Partial<Manifest> = {}): Manifest {
  return writtenManifest(
    sketches.map((sketch) => writtenStep({ runsOn: 'ubuntu-24.04', ...sketch })),
    over,
  )
}

/** The steps must be written in an order in which they can run. */
export const graphOf = writtenGraph

export function planOf(graph: Graph, trigger = 'cli'): Plan {
  return makePlan(graph, {
    run: { id: 'r1', trigger, at: '2026-11-20T05:30:00.000Z', date: '2026-11-20' },
    inputs: { region: 'eu' },
    authored: {},
    past: new Map(),
  })
}

export type Executor = (context: StepContext<{ script: string }>) => StepOutcome | Promise<StepOutcome>

export interface Told {
  readonly result: RunResult
  readonly events: readonly RunEvent[]
  /** How each step ended. */
  readonly steps: Readonly<Record<string, StepFinished>>
}

/** A folder that is gone when the test ends. */
export class Rig implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'millrace-run-'))

  /** Runs the steps with one executor for all; what it does it tells by `stepId`. */
  async run(
    manifest: Manifest,
    executor: Executor,
    over: Partial<RunRequest> & { trigger?: string } = {},
  ): Promise<Told> {
    const graph = over.graph ?? graphOf(manifest)
    const events: RunEvent[] = []
    const request: RunRequest = {
      graph,
      plan: planOf(graph, over.trigger),
      prior: new Map(),
      execute: async () => async (context) => executor(context as StepContext<{ script: string }>),
      ports: { clock: systemClock } as Ports,
      environment: { secrets: {}, vars: {}, env: {}, github: {} },
      workspace: this.folder,
      folder: join(this.folder, 'run'),
      concurrency: 4,
      signal: new AbortController().signal,
      graceMs: 200,
      ...over,
    }
    const result = await runSteps(request, (event) => events.push(event))
    const finished = events.filter((event) => event.type === 'step-finished')
    return { result, events, steps: Object.fromEntries(finished.map((event) => [event.step, event])) }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
