import type { Place } from '../diagnostic/diagnostic.ts'
import type { Manifest, StepId } from '../manifest/manifest.ts'
import type { Edges } from './resolve-needs.ts'

/**
 * The edges with what tear-downs wait for beside what is written: all that stands between their set-up and them. That
 * is every step that needs the set-up, however far down, but those that come after a tear-down of it; of these only
 * the last, since the others have ended when they have. Linear in steps and needs for each set-up.
 */
export function withTeardownNeeds(manifest: Manifest, edges: Edges): Edges {
  const teardowns = Map.groupBy(
    manifest.steps.filter(({ teardown = '' }) => edges.has(teardown)),
    ({ teardown = '' }) => teardown,
  )
  if (teardowns.size === 0) return edges
  const dependents = dependentsIn(edges)
  const all = new Map(edges)
  for (const [setup, steps] of teardowns) {
    const after = reached(
      steps.map(({ id }) => id),
      dependents,
      new Set(),
    )
    const between = reached([setup], dependents, after)
    const last = [...between].filter((id) => !dependents.get(id)?.some((each) => between.has(each)))
    for (const { id, path } of steps) {
      const at: Place = { file: manifest.file, path: [...path, 'teardown'], part: 'value' }
      const waits = last.map((each) => [each, edges.get(id)?.get(each) ?? at] as const)
      all.set(id, new Map([...(edges.get(id) ?? []), ...waits]))
    }
  }
  return all
}

function dependentsIn(edges: Edges): ReadonlyMap<StepId, readonly StepId[]> {
  const dependents = new Map<StepId, StepId[]>([...edges.keys()].map((id) => [id, []]))
  for (const [id, needs] of edges) for (const need of needs.keys()) dependents.get(need)?.push(id)
  return dependents
}

/** These steps and all that need them, without going through any of `without`. */
function reached(
  from: readonly StepId[],
  dependents: ReadonlyMap<StepId, readonly StepId[]>,
  without: ReadonlySet<StepId>,
): Set<StepId> {
  const found = new Set(from)
  for (const id of found)
    for (const dependent of dependents.get(id) ?? []) if (!without.has(dependent)) found.add(dependent)
  return found
}
