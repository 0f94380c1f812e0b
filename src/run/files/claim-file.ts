import { type Graph, nodeOf } from '../../graph/graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import type { FileWriter } from './file-claims.ts'
import { requireSourceKept } from './require-source-kept.ts'
import type { RunState } from '../run-state.ts'

/**
 * Says that a step, or a leg of it, writes a file of the workspace (absolute; its folder is there). Throws a `Failure`
 * (`load/same-file`) if another one of the run does too: but one that comes after another may replace what that wrote. And
 * (`load/own-source`) if its rows come from that file.
 */
export function claimFile(state: RunState, writer: FileWriter, path: string): void {
  requireSourceKept(state, writer.step, path)
  state.fileClaims.claim(
    path,
    writer,
    (other) => !isKnown(state, other.step) || comesAfter(state, writer.step, other),
  )
}

/** Of a run that is gone on with a step may have another name by now. */
function isKnown({ request, outside }: RunState, step: StepId): boolean {
  if (outside !== undefined) return isKnown(outside.state, step)
  return request.graph.order.some((id) => holds(id, step))
}

/** Whether the needs of a step say that it is run after the other, which may be inside a leg of another one. */
function comesAfter({ request, leg, outside }: RunState, step: StepId, other: FileWriter): boolean {
  const isHere = leg === undefined || other.leg === leg.path || other.leg?.startsWith(`${leg.path}/`) === true
  if (
    isHere &&
    needsAbove(request.graph, step)
      .values()
      .some((id) => holds(id, other.step))
  )
    return true
  return outside !== undefined && comesAfter(outside.state, outside.step, other)
}

function holds(step: StepId, other: StepId): boolean {
  return other === step || other.startsWith(`${step}/`)
}

function needsAbove(graph: Graph, step: StepId): ReadonlySet<StepId> {
  const above = new Set(nodeOf(graph, step).needs)
  for (const id of above) for (const need of nodeOf(graph, id).needs) above.add(need)
  return above
}
