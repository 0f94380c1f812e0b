import type { Graph, Node } from '../graph/graph.ts'
import type { Step } from '../manifest/manifest.ts'
import { runnersByUse } from './runner.ts'

/** Whether a step may be run again whose job was lost: its author has not said that it may not. */
export function mayRecover({ step }: Node): boolean {
  return step.retry.infrastructure > 0
}

/**
 * The runner of the one job that runs again what was lost: that of most steps that may be. Steps on another are not
 * recovered. `undefined`: there is nothing that may be.
 */
export function recoveryRunner(graph: Graph): Step['runsOn'] | undefined {
  return runnersByUse(graph.nodes.values().filter(mayRecover))[0]
}
