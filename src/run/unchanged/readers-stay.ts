import { type Graph, type Node, nodeOf } from '../../graph/graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import type { KeyWork } from '../cached/key-of-work.ts'
import type { RunState } from '../run-state.ts'
import { readBy } from '../verdict/unselected-step.ts'
import { ownKey } from './own-key.ts'
import { isStillThere } from './still-there.ts'

/**
 * Whether nobody will need the rows of a step that is unchanged: all that read them will stay as they are too. Asked
 * before these are judged, so what is not known yet, and what has a condition, counts as one that needs them.
 */
export async function readersStay(
  work: KeyWork,
  id: StepId,
  assumed: ReadonlyMap<StepId, string>,
): Promise<boolean> {
  for (const reader of readersOf(work.state.request.graph).get(id) ?? [])
    if (!(await willStay(work, reader, assumed))) return false
  return true
}

async function willStay(
  { state, recorder }: KeyWork,
  id: StepId,
  assumed: ReadonlyMap<StepId, string>,
): Promise<boolean> {
  const { graph, plan } = state.request
  const node = nodeOf(graph, id)
  const mark = plan.before?.[id]?.mark
  if (mark === undefined || node.step.if !== undefined || graph.nodes.has(node.scope.id)) return false
  if (node.step.kind !== 'load' && node.step.kind !== 'transform') return false
  const work = { state, recorder, node }
  const key = await ownKey(work, (need) => assumed.get(need) ?? sinceUnchanged(state, need)).catch(
    () => undefined,
  )
  if (key !== mark.key) return false
  if (node.step.kind === 'load') return isStillThere(work, mark)
  return readersStay(work, id, new Map([...assumed, [id, mark.since]]))
}

function sinceUnchanged({ finished }: RunState, need: StepId): string | undefined {
  const end = finished.get(need)
  return end?.unchanged === true ? end.mark?.since : undefined
}

/** Whose rows a step takes up, also to check its own against. */
function makersFor(node: Node): ReadonlySet<StepId> {
  const referred = node.step.checks.flatMap((check) =>
    check.rule === 'references' ? (node.datasets.get(check.to) ?? []) : [],
  )
  return new Set([...[...readBy(node)].map(({ maker }) => maker), ...referred])
}

const known = new WeakMap<Graph, ReadonlyMap<StepId, readonly StepId[]>>()

/** By step, those that take up its rows. */
export function readersOf(graph: Graph): ReadonlyMap<StepId, readonly StepId[]> {
  const readers = known.get(graph) ?? findReaders(graph)
  known.set(graph, readers)
  return readers
}

function findReaders(graph: Graph): ReadonlyMap<StepId, readonly StepId[]> {
  const readers = new Map<StepId, StepId[]>()
  for (const id of graph.order)
    for (const maker of makersFor(nodeOf(graph, id))) readers.set(maker, [...(readers.get(maker) ?? []), id])
  return readers
}
