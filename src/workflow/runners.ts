import type { Graph } from '../graph/graph.ts'
import { runnerKey } from '../plan/runner.ts'

/**
 * The `runs-on` of a wave: written out where all steps ask for the same runner, and looked up by the job's id in what
 * the plan answers where they do not.
 */
export function waveRunsOn(graph: Graph): string | string[] {
  if (!hasOneRunner(graph)) return '${{ fromJSON(needs.plan.outputs.runners)[matrix.job] }}'
  const [first] = graph.nodes.values()
  const runsOn = first?.step.runsOn ?? 'ubuntu-latest'
  return typeof runsOn === 'string' ? runsOn : [...runsOn]
}

export function hasOneRunner(graph: Graph): boolean {
  return new Set(graph.nodes.values().map(({ step }) => runnerKey(step.runsOn))).size <= 1
}
