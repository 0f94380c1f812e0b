import type { Diagnostic, Place } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'

/**
 * Steps of which each puts its rows in place of all that is there, in the same place. Those with an `if` may be
 * alternatives of which one runs, so nothing is said of them.
 */
export function checkTargets({ file, steps }: Manifest): Diagnostic[] {
  const taken = new Map<string, { step: Step; at: Place }>()
  return steps.flatMap((step): Diagnostic[] => {
    const { replaces } = factsOf(step)
    if (replaces === undefined || step.if !== undefined) return []
    const at: Place = { file, path: [...step.path, step.kind, ...replaces.path], part: 'value' }
    const first = taken.get(replaces.target)
    if (first === undefined) {
      taken.set(replaces.target, { step, at })
      return []
    }
    return [
      {
        code: 'graph/same-target',
        severity: 'error',
        message: `steps "${first.step.id}" and "${step.id}" both replace ${replaces.target}: only the rows of one would be left`,
        at,
        related: [{ at: first.at, message: `"${first.step.id}" replaces it here` }],
        help: 'put the rows together in a transform, or write to different places',
      },
    ]
  })
}
