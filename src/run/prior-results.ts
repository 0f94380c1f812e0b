import type { StepId } from '../manifest/manifest.ts'
import type { RunEvent } from './event.ts'
import type { StepFinished } from './run-request.ts'

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
export function priorResults(words: readonly JobWord[]): Map<StepId, StepFinished> {
  const told = [...words.flatMap(({ carried }) => carried), ...words.flatMap(({ events }) => events)]
  const finished = told.filter((event) => event.type === 'step-finished')
  return new Map(finished.map((event) => [event.step, event]))
}

/** What a job passes on of the steps before its own: how they ended and what they put out, which is all that steps further down see of them. */
export function carriedOn(prior: ReadonlyMap<StepId, StepFinished>): StepFinished[] {
  return [...prior.values()].map(
    ({ schema, run, at, type, step, result, attempts, rows, durationMs, outputs, ...rest }) => {
      const ended = { schema, run, at, type, step, result, attempts, rows, durationMs, outputs }
      const { tolerated, toleratedAround: around } = rest
      return {
        ...ended,
        ...(tolerated === undefined ? {} : { tolerated }),
        ...(around === undefined ? {} : { toleratedAround: around }),
      }
    },
  )
}
