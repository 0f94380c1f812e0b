import type { Node } from './graph.ts'

/** The same node between others. What it sees is still worked out only when it is asked for. */
export function withEdges(node: Node, { needs, dependents }: Pick<Node, 'needs' | 'dependents'>): Node {
  const { step, scope, ends, inner } = node
  return {
    step,
    scope,
    needs,
    dependents,
    ...(ends === undefined ? {} : { ends }),
    ...(inner === undefined ? {} : { inner }),
    get seen() {
      return node.seen
    },
    get datasets() {
      return node.datasets
    },
  }
}
