import assert from 'node:assert/strict'
import { buildGraph } from '../../src/graph/build-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import type { Manifest, Step } from '../../src/manifest/manifest.ts'

/** A step of kind `run`, written short. */
export type StepSketch = Partial<Omit<Step, 'kind' | 'options'>> & {
  readonly id: string
  readonly script?: string
}

export function writtenStep({ script, ...sketch }: StepSketch): Step {
  return {
    needs: [],
    retry: { maxAttempts: 1, backoff: 'exponential', delayMs: 1, maxDelayMs: 1000, infrastructure: 0 },
    timeoutMs: 60_000,
    continueOnError: false,
    env: {},
    with: {},
    tags: [],
    runsOn: 'ubuntu-latest',
    checks: [],
    path: ['steps', sketch.id],
    kind: 'run',
    options: { script: script ?? 'true', shell: 'bash' },
    ...sketch,
  }
}

export function writtenManifest(steps: readonly Step[], over: Partial<Manifest> = {}): Manifest {
  return {
    id: 'sales',
    file: 'pipelines/sales.yml',
    name: 'Daily sales',
    schedules: [],
    inputs: {},
    connections: {},
    env: {},
    outputs: {},
    datasets: {},
    pools: {},
    concurrency: 'queue',
    steps,
    onFailure: { issue: { labels: [], assignees: [] } },
    ...over,
  }
}

export function writtenGraph(manifest: Manifest, ...used: readonly Manifest[]): Graph {
  const graph = buildGraph(manifest, new Map(used.map((one) => [one.file, one])))
  assert.ok(graph.ok, JSON.stringify(graph))
  return graph.value
}
