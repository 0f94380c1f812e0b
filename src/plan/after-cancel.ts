import { type Graph, type Node, nodeOf } from '../graph/graph.ts'
import type { Step, StepId } from '../manifest/manifest.ts'
import { runnerKey } from './runner.ts'

/** Whether a step is to run although the run was cancelled: a tear-down, and what asks to run in any case. */
function runsAfterCancel({ step }: Node): boolean {
  if (step.strategy !== undefined || step.kind === 'uses') return false
  if (step.teardown !== undefined) return true
  const asked = step.if?.replaceAll(/!\s*cancelled\s*\(\s*\)/gi, '') ?? ''
  return /\b(?:always|cancelled)\s*\(/i.test(asked)
}

/**
 * The runner of the one job that runs these when GitHub has cancelled a run and begins no wave any more: that of most of
 * them. Those on another are not run. `undefined`: there are none.
 */
export function runnerAfterCancel(graph: Graph): Step['runsOn'] | undefined {
  const runners = graph.nodes
    .values()
    .filter(runsAfterCancel)
    .map(({ step }) => step.runsOn)
  const kinds = [...Map.groupBy(runners, runnerKey).values()]
  return kinds.toSorted((one, other) => other.length - one.length)[0]?.[0]
}

/**
 * The steps that run in that job, and there only: a job that is told to stop has seconds left, of which it needs some to
 * hand on what it knows.
 */
export function stepsAfterCancel(graph: Graph): ReadonlySet<StepId> {
  const runsOn = runnerAfterCancel(graph)
  const isThere = (node: Node) =>
    runsOn !== undefined && runnerKey(node.step.runsOn) === runnerKey(runsOn) && runsAfterCancel(node)
  return new Set(graph.order.filter((id) => isThere(nodeOf(graph, id))))
}
