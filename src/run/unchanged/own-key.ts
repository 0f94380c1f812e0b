import { hashOf } from '../../cache/cache-key.ts'
import type { StepId } from '../../manifest/manifest.ts'
import { factsOf } from '../../steps/kinds.ts'
import { type KeyWork, keyWith } from '../cached/key-of-work.ts'
import { mayStay } from './may-stay.ts'
import { ownOptions } from './own-options.ts'
import { seesMore } from './sees-more.ts'

/** In which run each need was last made anew; `undefined` of one whose rows nobody can tell apart from others. */
export type SinceOf = (need: StepId) => string | undefined

/**
 * All that what a step makes depends on, but for the rows themselves: for these stands the run in which each need was
 * last made anew. `undefined`: that cannot be known, and the step is run each time. May throw what the step's own
 * attempt will tell (an expression without a value, a file that is missing).
 */
export async function ownKey(work: KeyWork, sinceOf: SinceOf): Promise<string | undefined> {
  const { state, node } = work
  const { step, scope, needs } = node
  if (!couldStay(work, sinceOf)) return undefined
  const since = Object.fromEntries(needs.map((need) => [need, sinceOf(need) ?? '']))
  const { connection, reads } = factsOf(step)
  if (reads !== undefined && !isAsked(work)) return undefined
  const adds = step.kind === 'load' && ownOptions(work)['mode'] === 'append'
  if (await seesMore(step, { workspace: state.request.workspace, adds })) return undefined
  const into = connection === undefined ? null : (scope.manifest.connections[connection.name] ?? null)
  const { hash } = await keyWith(work, since)
  return hashOf([hash, step.if ?? null, into])
}

/** Whether there is anything to be told by at all. Costs nothing. */
export function couldStay({ state, node }: KeyWork, sinceOf: SinceOf): boolean {
  const { step, needs } = node
  if (!mayStay(state, node) || (needs.length === 0 && factsOf(step).reads === undefined)) return false
  return needs.every((need) => sinceOf(need) !== undefined)
}

/** Whether an extract is to look if its sources are unchanged: the author says, else if all are addresses. */
function isAsked(work: KeyWork): boolean {
  const { unchanged, from } = ownOptions(work)
  if (unchanged !== undefined) return unchanged === 'skip'
  const sources = Array.isArray(from) ? from.map(String) : []
  return sources.length > 0 && sources.every((each) => /^https?:\/\//iu.test(each))
}
