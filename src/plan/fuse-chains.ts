import { nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Pack, PackingFacts } from './packing.ts'
import { runnerKey } from './runner.ts'
import { longestStepsMinutes, workTimeoutMs } from './timeout.ts'
import type { Jointed } from './without-ends.ts'

interface Chain {
  readonly steps: StepId[]
  readonly runner: string
  readonly parts: number
  timeoutMs: number
  level: number
}

/**
 * Waves by depth, in which a step that alone follows another on the same kind of runner shares its job: nothing
 * could have run beside it, so a job of its own would only cost a minute and a hand-over.
 */
export function fuseChains(graph: Jointed, { partsOf }: Pick<PackingFacts, 'partsOf'>): Pack[][] {
  const chainOf = new Map<StepId, Chain>()
  const chains: Chain[] = []
  const below = new Map<StepId, number>()
  for (const id of graph.order) {
    if (graph.joints.has(id)) {
      below.set(id, levelOf(graph, id, below))
      continue
    }
    const parts = partsOf(id)
    const longer = parts === 1 ? extendable(graph, id, chainOf) : undefined
    const chain = longer ?? startChain(graph, { id, parts }, below)
    if (longer === undefined) chains.push(chain)
    chain.steps.push(id)
    chain.timeoutMs += workTimeoutMs(nodeOf(graph, id), parts)
    chainOf.set(id, chain)
    below.set(id, chain.level + 1)
  }
  return layOut(graph, chains)
}

function extendable(graph: Jointed, id: StepId, chainOf: ReadonlyMap<StepId, Chain>): Chain | undefined {
  const { needs, step } = nodeOf(graph, id)
  const [only] = needs
  if (only === undefined || needs.length > 1) return undefined
  const chain = chainOf.get(only)
  if (chain === undefined || chain.parts > 1 || nodeOf(graph, only).dependents.length > 1) return undefined
  const fits =
    chain.timeoutMs + workTimeoutMs(nodeOf(graph, id), 1) <= longestStepsMinutes(step.runsOn) * 60_000
  return fits && chain.runner === runnerKey(step.runsOn) ? chain : undefined
}

function startChain(
  graph: Jointed,
  { id, parts }: { readonly id: StepId; readonly parts: number },
  below: ReadonlyMap<StepId, number>,
): Chain {
  const runner = runnerKey(nodeOf(graph, id).step.runsOn)
  return { steps: [], runner, parts, timeoutMs: 0, level: levelOf(graph, id, below) }
}

/** The first level on which something can be that comes after all these needs; `below` says it of each. */
function levelOf(graph: Jointed, id: StepId, below: ReadonlyMap<StepId, number>): number {
  return nodeOf(graph, id).needs.reduce((deepest, need) => Math.max(deepest, below.get(need) ?? 0), 0)
}

function layOut(graph: Jointed, chains: readonly Chain[]): Pack[][] {
  const waves: Pack[][] = []
  for (const { steps, level, parts } of chains) {
    const first = steps[0]
    if (first === undefined) continue
    ;(waves[level] ??= []).push({ steps, runsOn: nodeOf(graph, first).step.runsOn, parts })
  }
  return waves
}
