import { type Graph, nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Pack } from './packing.ts'
import { runnerKey } from './runner.ts'
import { longestStepsMinutes, stepTimeoutMs } from './timeout.ts'

interface Chain {
  readonly steps: StepId[]
  readonly runner: string
  timeoutMs: number
  level: number
}

/**
 * Waves by depth, in which a step that alone follows another on the same kind of runner shares its job: nothing
 * could have run beside it, so a job of its own would only cost a minute and a hand-over.
 */
export function fuseChains(graph: Graph): Pack[][] {
  const chainOf = new Map<StepId, Chain>()
  const chains: Chain[] = []
  for (const id of graph.order) {
    const chain = extendable(graph, id, chainOf) ?? startChain(graph, id, chainOf, chains)
    chain.steps.push(id)
    chain.timeoutMs += stepTimeoutMs(nodeOf(graph, id).step)
    chainOf.set(id, chain)
  }
  return layOut(graph, chains)
}

function extendable(graph: Graph, id: StepId, chainOf: ReadonlyMap<StepId, Chain>): Chain | undefined {
  const { needs, step } = nodeOf(graph, id)
  const [only] = needs
  if (only === undefined || needs.length > 1) return undefined
  const chain = chainOf.get(only)
  if (chain === undefined || nodeOf(graph, only).dependents.length > 1) return undefined
  const fits = chain.timeoutMs + stepTimeoutMs(step) <= longestStepsMinutes(step.runsOn) * 60_000
  return fits && chain.runner === runnerKey(step.runsOn) ? chain : undefined
}

function startChain(graph: Graph, id: StepId, chainOf: ReadonlyMap<StepId, Chain>, chains: Chain[]): Chain {
  const { needs, step } = nodeOf(graph, id)
  const level = needs.reduce((deepest, need) => Math.max(deepest, (chainOf.get(need)?.level ?? 0) + 1), 0)
  const chain: Chain = { steps: [], runner: runnerKey(step.runsOn), timeoutMs: 0, level }
  chains.push(chain)
  return chain
}

function layOut(graph: Graph, chains: readonly Chain[]): Pack[][] {
  const waves: Pack[][] = []
  for (const { steps, level } of chains) {
    const first = steps[0]
    if (first === undefined) continue
    ;(waves[level] ??= []).push({ steps, runsOn: nodeOf(graph, first).step.runsOn })
  }
  return waves
}
