import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step, StepId } from '../manifest/manifest.ts'
import type { Edges } from './resolve-needs.ts'

const asksForMore = /\b(?:success|failure|always|cancelled)\s*\(/i
const bearsSkips = /!\s*failure\s*\(/i

/**
 * Steps below the join of a branch that look at everything above them: they are skipped with the branch that was not taken,
 * though the join runs and nothing has failed. A warning, at the need.
 */
export function checkJoins({ file, steps }: Manifest, edges: Edges): Diagnostic[] {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const joins = steps.filter((step) => bearsSkips.test(step.if ?? ''))
  const branches = new Map(joins.map(({ id }) => [id, branchAbove(id, byId, edges)]))
  return steps.flatMap((step): Diagnostic[] => {
    if (step.teardown !== undefined || asksForMore.test(step.if ?? '')) return []
    for (const [need, at] of edges.get(step.id) ?? []) {
      const join = byId.get(need)
      const branch = branches.get(need)
      if (join === undefined || branch === undefined) continue
      const related = [
        { at: { file, path: [...join.path, 'if'], part: 'value' } as const, message: `"${need}" bears that` },
      ]
      return [
        {
          code: 'graph/below-join',
          severity: 'warning',
          message: `when "${branch}" is skipped, "${step.id}" is skipped too, although "${need}" runs`,
          at,
          related,
          help: 'give it the same `if`: without one a step looks at all steps above it',
        },
      ]
    }
    return []
  })
}

/** The nearest step above one that has an `if` of its own, and so may be skipped while nothing fails. */
function branchAbove(id: StepId, byId: ReadonlyMap<StepId, Step>, edges: Edges): StepId | undefined {
  const above = new Set(edges.get(id)?.keys())
  for (const one of above) {
    if (byId.get(one)?.if !== undefined) return one
    for (const further of edges.get(one)?.keys() ?? []) above.add(further)
  }
  return undefined
}
