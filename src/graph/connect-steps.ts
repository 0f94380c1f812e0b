import type { StepId } from '../manifest/manifest.ts'
import { datasetsOf } from './dataset-names.ts'
import type { Node } from './graph.ts'
import { type Placed, idIn } from './inline-uses.ts'
import type { Manifests } from './used-file.ts'

/**
 * The nodes of steps that are in their places and in order. What a node sees is worked out when it is asked for: of
 * many steps nobody asks, and there may be a hundred thousand.
 */
export function connectSteps(
  placed: ReadonlyMap<StepId, Placed>,
  order: readonly StepId[],
  used: Manifests,
): ReadonlyMap<StepId, Node> {
  const rank = new Map(order.map((id, index) => [id, index]))
  const byRank = (a: StepId, b: StepId) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)
  const dependents = new Map<StepId, StepId[]>(order.map((id) => [id, []]))
  for (const id of order)
    for (const need of placed.get(id)?.needs.keys() ?? []) dependents.get(need)?.push(id)
  const nodes = new Map<StepId, Node>()
  for (const id of order) {
    const one = placed.get(id)
    if (one === undefined) continue
    const needs = [...one.needs.keys()].toSorted(byRank)
    nodes.set(id, nodeFor(one, needs, dependents.get(id) ?? [], { nodes, used, rank }))
  }
  return nodes
}

type Ranks = ReadonlyMap<StepId, number>

function nodeFor(
  placed: Placed,
  needs: readonly StepId[],
  dependents: readonly StepId[],
  { nodes, used, rank }: { nodes: ReadonlyMap<StepId, Node>; used: Manifests; rank: Ranks },
): Node {
  const { step, scope, sees, ends, inner } = placed
  let seen: Node['seen'] | undefined
  let datasets: Node['datasets'] | undefined
  return {
    step,
    scope,
    needs,
    dependents,
    ...(ends === undefined ? {} : { ends }),
    ...(inner === undefined ? {} : { inner }),
    get seen() {
      seen ??= seenBy(scope, sees, rank)
      return seen
    },
    get datasets() {
      datasets ??= readableBy(this.seen.values(), nodes, used)
      return datasets
    },
  }
}

/** In the graph's order, as `needs` are. */
function seenBy(scope: Node['scope'], sees: readonly StepId[], rank: Ranks): Node['seen'] {
  const pairs = sees.map((local) => [local, idIn(scope, local)] as const)
  return new Map(pairs.toSorted(([, a], [, b]) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)))
}

function readableBy(
  needs: Iterable<StepId>,
  nodes: ReadonlyMap<StepId, Node>,
  used: Manifests,
): Node['datasets'] {
  return new Map(
    [...needs].flatMap((id) => {
      const need = nodes.get(id)
      return need === undefined ? [] : [...datasetsOf(need.step, id, used)]
    }),
  )
}
