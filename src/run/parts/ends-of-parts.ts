import { lostCode, lostHelp } from '../../diagnostic/lost.ts'
import { type Graph, nodeOf } from '../../graph/graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import type { RunEvent } from '../event.ts'
import { joinParts, lastOfEach } from './join-parts.ts'
import type { PartFinished, StepFinished } from '../run-request.ts'

/**
 * How the mapped steps ended that several jobs share, from what each job says of its part. A step of which the word of
 * a job is missing has failed, whatever the others say: nobody knows what became of the rest of its legs.
 */
export function endsOfParts(graph: Graph, events: Iterable<RunEvent>): readonly StepFinished[] {
  return [...partsOfSteps(events)].flatMap(([id, parts]) => {
    const { step } = nodeOf(graph, id)
    const joined = joinParts(step, parts)
    if (joined !== undefined) return [joined]
    const known = lastOfEach(parts)
    const rest = known.map((part, index) => ({ ...part, part: { index, of: known.length } }))
    const partial = joinParts(step, rest)
    return partial === undefined ? [] : [withLoss(partial, known)]
  })
}

/** What the jobs say that share mapped steps, by step. */
export function partsOfSteps(events: Iterable<RunEvent>): ReadonlyMap<StepId, readonly PartFinished[]> {
  const parts = new Map<StepId, PartFinished[]>()
  for (const event of events)
    if (event.type === 'part-finished') {
      const told = parts.get(event.step) ?? []
      told.push(event)
      parts.set(event.step, told)
    }
  return parts
}

function withLoss(known: StepFinished, parts: readonly PartFinished[]): StepFinished {
  const of = parts[0]?.part.of ?? parts.length
  const message = `${of - parts.length} of the ${of} jobs that share this step ended without reporting: what became of their legs is not known`
  const failure = {
    code: lostCode,
    message,
    help: lostHelp(of - parts.length),
    causes: known.failure === undefined ? [] : [known.failure.message],
    retryable: true,
  }
  return { ...known, result: 'failure', tolerated: false, reason: message, failure }
}
