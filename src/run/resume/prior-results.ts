import type { Graph } from '../../graph/graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import { endsOfParts } from '../parts/ends-of-parts.ts'
import type { RunEvent } from '../event.ts'
import type { StepFinished } from '../run-request.ts'

/** What one job left of how steps ended. */
export interface JobWord {
  /** The events of its own steps. */
  readonly events: readonly RunEvent[]
  /** What it knew of the steps before its own. */
  readonly carried: readonly RunEvent[]
}

/**
 * How the steps before a job ended, from the words of the jobs it needs: of these jobs' own steps and, since each
 * carries on what it knew, of all above them. What a job says of its own steps holds over what another passes on.
 */
export function priorResults(graph: Graph, words: readonly JobWord[]): Map<StepId, StepFinished> {
  const own = words.flatMap(({ events }) => events)
  const told = [...words.flatMap(({ carried }) => carried), ...own, ...endsOfParts(graph, own)]
  const finished = told.filter((event) => event.type === 'step-finished')
  return new Map(finished.map((event) => [event.step, event]))
}

/**
 * What a job passes on of the steps before its own: how they ended, which is all that steps further down see of them.
 * Their outputs go along: the gate of a used pipeline is judged in every job that has a step of it.
 */
export function carriedOn(prior: ReadonlyMap<StepId, StepFinished>): StepFinished[] {
  return [...prior.values()].map((end) => {
    const { schema, run, at, type, step, result, attempts, rows, durationMs, outputs, ...more } = end
    const { tolerated, toleratedAround, reason, legs, failedLegs, unselected, cached } = more
    const ended = { schema, run, at, type, step, result, attempts, rows, durationMs, outputs }
    return { ...ended, ...said({ tolerated, toleratedAround, reason, legs, failedLegs, unselected, cached }) }
  })
}

/** Without what is not said. */
function said<T extends object>(all: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // oxlint-disable-next-line no-unsafe-type-assertion -- what is undefined is filtered out
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
