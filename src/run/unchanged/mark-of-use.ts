import { hashOf } from '../../cache/cache-key.ts'
import type { Scope } from '../../graph/graph.ts'
import { idIn } from '../../graph/inline-uses.ts'
import type { RunState } from '../run-state.ts'
import type { Finish } from '../run-step.ts'

/** What later runs tell a used pipeline by: unchanged if all inside are. Nothing, if one of these has no mark. */
export function markOfUse(
  { request: { plan }, finished }: RunState,
  scope: Scope,
): Pick<Finish, 'mark' | 'unchanged'> {
  const inside = scope.manifest.steps.map(({ id }) => finished.get(idIn(scope, id)))
  const since = inside.flatMap((end) => end?.mark?.since ?? [])
  if (since.length < inside.length) return {}
  const key = hashOf(since)
  const mark = plan.before?.[scope.id]?.mark
  return mark?.key === key && inside.every((end) => end?.unchanged === true)
    ? { mark, unchanged: true }
    : { mark: { key, since: plan.run.id } }
}
