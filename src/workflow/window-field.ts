import { type Graph, stepsOf } from '../graph/graph.ts'
import { factsOf } from '../steps/kinds.ts'

/** What the field of a manual run's form is called in which a window of time is asked for. */
export const windowField = 'window'

/** GitHub's form for a manual run has so many fields and no more. */
export const mostInputs = 25

/** Whether the form has that field: the pipeline reads windows of time, and its own inputs leave room for it. */
export function hasWindowField(graph: Graph): boolean {
  const { inputs } = graph.manifest
  if (Object.hasOwn(inputs, windowField) || Object.keys(inputs).length >= mostInputs) return false
  return [...stepsOf(graph)].some(({ step }) => factsOf(step).incremental?.kind === 'time')
}
