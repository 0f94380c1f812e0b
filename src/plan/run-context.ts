import type { Contexts } from '../expression/contexts.ts'
import type { Plan } from './plan.ts'

const none: Contexts['run']['previous'] = { id: '', result: '', date: '', steps: {} }

/** What the expressions of a run see as `run`. */
export function runContext({
  run: { id, date, at, outdated, previous },
}: Pick<Plan, 'run'>): Contexts['run'] {
  return { id, date, at, latest: outdated !== true, previous: previous ?? none }
}
