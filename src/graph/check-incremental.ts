import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step, StepId } from '../manifest/manifest.ts'
import { stepsById } from '../manifest/steps-by-id.ts'
import { factsOf } from '../steps/kinds.ts'
import { judgeLoad, type NamedStep } from './judge-load.ts'
import type { Edges } from './resolve-needs.ts'
import { handsOn, isIncremental, makersOf, sourcesOf } from './sees-window.ts'

/** Loads that would lose or double rows of which each run reads only what is new, and what else does not go with that. */
export function checkIncremental(manifest: Manifest, edges: Edges): Diagnostic[] {
  const extracts = manifest.steps.filter(isIncremental)
  if (extracts.length === 0) return []
  const around = { steps: stepsById(manifest), edges }
  const named = (step: Step): NamedStep => ({ step, name: step.id, file: manifest.file })
  const loads = manifest.steps
    .filter(handsOn)
    .map((step) => ({ step, fills: factsOf(step).fills, makers: makersOf(step.id, around) }))
  const loadsOf = (extract: Step) =>
    loads.flatMap(({ step, fills, makers }) => {
      const through = makers.filter(({ id }) => sourcesOf(id, around).includes(extract)).map(named)
      return through.length === 0 ? [] : [{ ...named(step), fills, makers: through }]
    })
  return [
    ...extracts.filter(({ cache }) => cache !== undefined).map((step) => cached(manifest, step)),
    ...extracts.flatMap((extract) => {
      const all = loadsOf(extract)
      return all.flatMap((load) => judgeLoad(named(extract), load, all.length - 1))
    }),
  ]
}

function cached({ file }: Manifest, { id, path }: { readonly id: StepId; readonly path: Path }): Diagnostic {
  return {
    code: 'manifest/incremental',
    severity: 'error',
    message: `\`cache\` does not go with \`incremental\`: what "${id}" read once is not what is new`,
    at: { file, path: [...path, 'cache'], part: 'key' },
    help: 'remove `cache`',
  }
}
