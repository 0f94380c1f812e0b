import type { Node } from '../../graph/graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import { factsOf } from '../../steps/kinds.ts'

/** The steps whose rows a step reads. */
export function rowsOf(node: Node): StepId[] {
  return [...new Set(datasetsRead(node).map(([, maker]) => maker))]
}

/** The datasets that a step reads, each by the name it knows it by, with the step that makes it. */
export function datasetsRead({ step, datasets }: Node): (readonly [string, StepId])[] {
  const { from, readsFromOnly } = factsOf(step)
  if (readsFromOnly !== true || from === undefined) return [...datasets]
  const maker = datasets.get(from)
  return maker === undefined ? [] : [[from, maker]]
}
