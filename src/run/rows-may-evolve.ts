import type { Node } from '../graph/graph.ts'

/**
 * Whether a load takes its rows from an extract whose columns may change without anybody being asked: by its contract,
 * or because it declares none. What a transform makes is what its author wrote.
 */
export function rowsMayEvolve({ step, scope }: Node): boolean {
  if (step.kind !== 'load') return false
  const { from } = step.options
  const source = scope.manifest.steps.find(({ id }) => id === from)
  if (source?.kind !== 'extract') return false
  const { contract, columns } = source.options
  return contract === 'evolve' || (contract === undefined && columns === undefined)
}
