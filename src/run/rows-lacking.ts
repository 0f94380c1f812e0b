import type { Node } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import { rowsOf } from './incremental/datasets-read.ts'
import type { StepFinished } from './run-request.ts'

/** How steps have ended so far. */
interface Ended {
  readonly finished: ReadonlyMap<StepId, StepFinished>
}

/** The steps of whose rows some did not get as far as to this step: they were put aside, or legs failed. */
export function lackingAbove({ finished }: Ended, node: Node): readonly StepId[] {
  return [...new Set(rowsOf(node).flatMap((id) => finished.get(id)?.lacking ?? []))]
}

/** The end of a step with the steps of whose rows some are not among its own, itself included. */
export function withLacking<End extends Pick<StepFinished, 'counts' | 'rejects' | 'legs' | 'lacking'>>(
  state: Ended,
  node: Node,
  end: End,
): End {
  const own = lacksRows(end) ? [node.step.id] : []
  const lacking = new Set([...lackingAbove(state, node), ...(end.lacking ?? []), ...own])
  return lacking.size === 0 ? end : { ...end, lacking: [...lacking] }
}

/** Rows that come out of a cache tell no counts, but those that were put aside are there beside them. */
function lacksRows({ counts, rejects, legs }: Pick<StepFinished, 'counts' | 'rejects' | 'legs'>): boolean {
  const rejected = (counts?.rejected ?? 0) + (rejects?.rows ?? 0)
  return rejected > 0 || (legs !== undefined && legs.success < legs.total)
}
