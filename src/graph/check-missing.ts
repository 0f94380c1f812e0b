import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step } from '../manifest/manifest.ts'
import { stepsById } from '../manifest/steps-by-id.ts'
import { factsOf } from '../steps/kinds.ts'
import type { Edges } from './resolve-needs.ts'
import { handsOn, makersOf } from './sees-window.ts'

/** Loads that take what is not loaded for missing, though rows may be put aside on the way: a warning. */
export function checkMissing(manifest: Manifest, edges: Edges): Diagnostic[] {
  const around = { steps: stepsById(manifest), edges }
  return manifest.steps.filter(handsOn).flatMap((load): Diagnostic[] => {
    const missing = factsOf(load).fills?.missing
    if (missing !== 'mark' && missing !== 'delete') return []
    const aside = makersOf(load.id, around).find(mayPutAside)
    if (aside === undefined) return []
    return [
      {
        code: 'manifest/missing',
        severity: 'warning',
        message: `"${aside.id}" may put rows aside: in a run that does, \`missing: ${missing}\` fails, since such rows are not missing in the source`,
        at: { file: manifest.file, path: [...load.path, 'load', 'missing'], part: 'value' },
        help: 'let the source fail instead, or load with `missing: keep`',
      },
    ]
  })
}

function mayPutAside(step: Step): boolean {
  return factsOf(step).mayReject === true || step.checks.some(({ severity }) => severity === 'quarantine')
}
