import { type Graph, nodeOf } from '../../graph/graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import type { StepFinished } from '../run-request.ts'

/**
 * Of steps whose work is gone, those that a step which is still to run (it is not in `prior`) needs, directly or through
 * others of them. What lies behind a step that is done is not needed any more: that has had it, may have used it up, and is not run again.
 * A step that was skipped had nothing, and a tear-down only waits.
 */
export function neededAgain(
  graph: Graph,
  prior: ReadonlyMap<StepId, StepFinished>,
  gone: Pick<ReadonlySet<StepId>, 'has'>,
): ReadonlySet<StepId> {
  const again = new Set<StepId>()
  const wanting = new Set<StepId>()
  for (const id of graph.order.toReversed()) {
    const { step, dependents, ends } = nodeOf(graph, id)
    const end = prior.get(id)
    const isWanted = dependents.some((dependent) => wanting.has(dependent))
    if (gone.has(id) && (end === undefined || isWanted)) again.add(id)
    const isOpen = end === undefined || again.has(id)
    const hasHadNone = end?.result === 'skipped' || ends !== undefined
    if (step.teardown === undefined && (isOpen || (isWanted && hasHadNone))) wanting.add(id)
  }
  return again
}
