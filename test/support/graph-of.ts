import type { Graph, Node } from '../../src/graph/graph.ts'
import type { Manifest, Step } from '../../src/manifest/manifest.ts'

/** A step as a test writes it: its id, its needs, and where it runs. */
export interface Sketch {
  readonly id: string
  readonly needs?: readonly string[]
  readonly runsOn?: string
}

/** The graph of steps that are given in topological order. */
export function graphOf(sketches: readonly Sketch[], part: Partial<Manifest> = {}): Graph {
  const steps = sketches.map(step)
  const nodes = new Map<string, Node>()
  for (const one of steps) nodes.set(one.id, { step: one, needs: one.needs, dependents: [] })
  for (const one of steps)
    for (const need of one.needs) (nodes.get(need)?.dependents as string[] | undefined)?.push(one.id)
  const manifest: Manifest = {
    id: 'sales',
    file: 'pipelines/sales.yml',
    name: 'Sales',
    schedules: [],
    inputs: {},
    connections: {},
    env: {},
    steps,
    onFailure: { issue: { labels: [], assignees: [] } },
    ...part,
  }
  return { manifest, order: steps.map(({ id }) => id), nodes }
}

function step({ id, needs = [], runsOn = 'ubuntu-latest' }: Sketch): Step {
  return {
    id,
    kind: 'run',
    options: { script: 'true', shell: 'bash' },
    needs,
    runsOn,
    retry: { maxAttempts: 1, backoff: 'constant', delayMs: 0, maxDelayMs: 0 },
    timeoutMs: 60_000,
    continueOnError: false,
    env: {},
    checks: [],
    path: ['steps', id],
  }
}
