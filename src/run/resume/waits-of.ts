import { nodeOf } from '../../graph/graph.ts'
import { partOfGraph } from '../../graph/part-of-graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import type { RunRequest } from '../run-request.ts'

/** In a run that is resumed, a step waits for what is run again above it, also beyond what is not. */
export function waitsOf(
  { graph, prior, job }: RunRequest,
  open: readonly StepId[],
): (id: StepId) => readonly StepId[] {
  const waiting = prior.size === 0 || job !== undefined ? graph : partOfGraph(graph, new Set(open))
  return (id) => nodeOf(waiting, id).needs
}
