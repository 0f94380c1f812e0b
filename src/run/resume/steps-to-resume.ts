import { type Graph, nodeOf } from '../../graph/graph.ts'
import { idIn } from '../../graph/inline-uses.ts'
import type { StepId } from '../../manifest/manifest.ts'
import type { StepFinished } from '../run-request.ts'

/**
 * The steps that a resumed run has to run, of those it was to: what failed, what was cancelled or never ended, what is not
 * `whole` (its dataset is gone), and, as when GitHub re-runs failed jobs, all that comes after one of these. A set-up that
 * was torn down is made again for what runs inside it; what ran inside it before is not.
 */
export function stepsToResume(
  graph: Graph,
  ends: ReadonlyMap<StepId, StepFinished>,
  whole: (end: StepFinished) => boolean,
): Set<StepId> {
  const open = unfinished(graph, ends, whole)
  while (reopenSetups(graph, ends, open)) spread(graph, open)
  return open.all
}

/** The steps that did not succeed, by themselves or because of one above them. */
export function unsuccessfulSteps(graph: Graph, ends: ReadonlyMap<StepId, End>): Set<StepId> {
  return new Set(
    [...unfinished(graph, ends, () => true).all].filter((id) => ends.get(id)?.result !== 'success'),
  )
}

type End = Pick<StepFinished, 'result' | 'unselected'>

interface Open {
  readonly all: Set<StepId>
  /** Of these, what is run again only for those inside it: what comes after it need not be. */
  readonly setups: Set<StepId>
}

function unfinished<Known extends End>(
  graph: Graph,
  ends: ReadonlyMap<StepId, Known>,
  whole: (end: Known) => boolean,
): Open {
  const open: Open = { all: new Set(), setups: new Set() }
  for (const id of graph.order) {
    const end = ends.get(id)
    if (end === undefined || !isDone(end) || !whole(end)) open.all.add(id)
  }
  spread(graph, open)
  return open
}

/** A step that was skipped has ended: what it waited for decided that, and it is judged again if that is run again. */
function isDone({ result, unselected }: End): boolean {
  return result === 'success' || result === 'skipped' || unselected === true
}

function spread(graph: Graph, { all, setups }: Open): void {
  for (const id of graph.order) {
    if (all.has(id)) continue
    if (nodeOf(graph, id).needs.some((need) => all.has(need) && !setups.has(need))) all.add(id)
  }
}

/** Adds one layer of the set-ups that have to be made again; answers whether there was any. */
function reopenSetups(graph: Graph, ends: ReadonlyMap<StepId, StepFinished>, { all, setups }: Open): boolean {
  const before = all.size
  for (const id of graph.order) {
    const { step, scope } = nodeOf(graph, id)
    if (step.teardown === undefined || !all.has(id) || ends.get(id)?.result !== 'success') continue
    const setup = idIn(scope, step.teardown)
    if (all.has(setup)) continue
    all.add(setup)
    setups.add(setup)
  }
  return all.size > before
}
