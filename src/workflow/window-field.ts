import { type Graph, stepsOf } from '../graph/graph.ts'
import { factsOf } from '../steps/kinds.ts'

/** What the field of a manual run's form is called in which a window of time is asked for. */
export const windowField = 'window'

/** What the field is called that says whether to load again what was loaded of the window already. */
export const forceField = 'force'

/** GitHub's form for a manual run has so many fields and no more. */
export const mostInputs = 25

/**
 * Which fields the form has for a window of time: those that are no names of the pipeline's own inputs, and as many as these
 * leave room for, if it reads windows of time.
 */
export function windowFields(graph: Graph): readonly string[] {
  const { inputs } = graph.manifest
  const [first, ...others] = [windowField, forceField].filter((name) => !Object.hasOwn(inputs, name))
  if (first !== windowField) return []
  if (![...stepsOf(graph)].some(({ step }) => factsOf(step).incremental?.kind === 'time')) return []
  return [first, ...others].slice(0, Math.max(0, mostInputs - Object.keys(inputs).length))
}
