import type { Graph, Node } from '../graph/graph.ts'
import type { Step } from '../manifest/manifest.ts'
import { longestJobMinutes, runnerKey } from './runner.ts'

/** Whether a step may be run again whose job was lost: its author has not said that it may not. */
export function mayRecover({ step }: Node): boolean {
  return step.retry.infrastructure > 0
}

/**
 * The runner of the one job that runs again what was lost: that of most steps that may be. Steps on another are not
 * recovered. `undefined`: there is nothing that may be.
 */
export function recoveryRunner(graph: Graph): Step['runsOn'] | undefined {
  const candidates = graph.nodes.values().filter(mayRecover)
  const runners = candidates.map(({ step }) => step.runsOn)
  const kinds = [...Map.groupBy(runners, runnerKey).values()]
  return kinds.toSorted((one, other) => other.length - one.length)[0]?.[0]
}

/** The `timeout-minutes` of that job: whatever was lost fits in, within what GitHub gives its runner. */
export function recoveryTimeoutMinutes(runsOn: Step['runsOn'], waveTimeouts: readonly number[]): number {
  return Math.min(
    longestJobMinutes(runsOn),
    waveTimeouts.reduce((sum, minutes) => sum + minutes, 0),
  )
}
