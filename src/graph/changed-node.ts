import type { Node } from './graph.ts'

/** The same node, in some ways another. What it sees is still worked out only when it is asked for. */
export function changedNode(node: Node, change: Partial<Pick<Node, 'step' | 'needs' | 'dependents'>>): Node {
  const { scope, ends, inner } = node
  const { step = node.step, needs = node.needs, dependents = node.dependents } = change
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
