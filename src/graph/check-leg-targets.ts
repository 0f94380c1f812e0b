import type { Diagnostic, Place } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step } from '../manifest/manifest.ts'
import { legCount } from '../matrix/leg-count.ts'
import { factsOf } from '../steps/kinds.ts'

/** What an expression may make something else of for each leg; `env` may hold values of the matrix. */
const varyingByLeg = /\$\{\{[^}]*\b(?:matrix|env)\b/

/** Mapped steps whose legs would each put their rows in place of those of the others. */
export function checkLegTargets({ file, steps }: Manifest): Diagnostic[] {
  return steps.flatMap((step): Diagnostic[] => {
    const { replaces } = factsOf(step)
    if (replaces === undefined || !hasLegs(step) || varyingByLeg.test(replaces.target)) return []
    const at: Place = { file, path: [...step.path, step.kind, ...replaces.path], part: 'value' }
    return [
      {
        ...sameForLegs(step, replaces.target, at),
        help: 'name a value of `matrix` in it, or load once, without `strategy`: what needs a mapped step sees the rows of all its legs',
      },
    ]
  })
}

/** Whether a step may have more legs than one. */
export function hasLegs({ strategy }: Step): boolean {
  return strategy !== undefined && (legCount(strategy.matrix) ?? 2) > 1
}

export function sameForLegs({ id }: Step, target: string, at: Place): Diagnostic {
  return {
    code: 'graph/same-target',
    severity: 'error',
    message: `each leg of "${id}" replaces ${target}: only the rows of one would be left`,
    at,
  }
}
