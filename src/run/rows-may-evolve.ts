import type { Node } from '../graph/graph.ts'
import { factsOf } from '../steps/kinds.ts'

/**
 * Whether a load takes its rows from an extract whose columns may change without anybody being asked: by its contract,
 * or because it declares none. What a transform makes is what its author wrote.
 */
export function rowsMayEvolve({ step, scope }: Node): boolean {
  const { from, readsFromOnly } = factsOf(step)
  if (readsFromOnly !== true) return false
  const source = scope.manifest.steps.find(({ id }) => id === from)
  return source !== undefined && factsOf(source).columnsMayChange === true
}
