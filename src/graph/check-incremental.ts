import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step, StepId } from '../manifest/manifest.ts'
import { stepsById } from '../manifest/steps-by-id.ts'
import type { StepFacts } from '../steps/kind.ts'
import { factsOf } from '../steps/kinds.ts'
import type { Edges } from './resolve-needs.ts'
import { isIncremental, sourcesOf } from './sees-window.ts'

interface Load {
  readonly step: Step
  readonly fills: NonNullable<StepFacts['fills']>
}

/** Loads that would lose or double rows of which each run reads only what is new, and what else does not go with that. */
export function checkIncremental(manifest: Manifest, edges: Edges): Diagnostic[] {
  const extracts = manifest.steps.filter(isIncremental)
  if (extracts.length === 0) return []
  const around = { steps: stepsById(manifest), edges }
  const loads = manifest.steps.flatMap((step) => {
    const { fills } = factsOf(step)
    return fills === undefined ? [] : [{ step, fills, sources: sourcesOf(step.id, around) }]
  })
  const tables = (extract: Step) => loads.filter(({ sources }) => sources.includes(extract))
  return [
    ...extracts.filter(({ cache }) => cache !== undefined).map((step) => cached(manifest, step)),
    ...extracts.flatMap((extract) => checkLoads(manifest, extract, tables(extract))),
  ]
}

function checkLoads(manifest: Manifest, extract: Step, loads: readonly Load[]): Diagnostic[] {
  return loads.flatMap(({ step: load, fills: { mode, modeUnsaid, missing } }) => {
    const problem = (path: Path, message: string, help: string): Diagnostic => ({
      code: 'manifest/incremental',
      severity: 'error',
      message,
      at: { file: manifest.file, path: [...load.path, 'load', ...path], part: 'value' },
      related: [
        {
          at: { file: manifest.file, path: [...extract.path, 'extract', 'incremental'], part: 'key' },
          message: `"${extract.id}" reads only what is new`,
        },
      ],
      help,
    })
    if (mode === 'replace')
      return [
        problem(
          ['mode'],
          `"${load.id}" would put what is new in place of all that was loaded before`,
          'use `mode: merge` with a `key`, `insert-missing` or `append`',
        ),
      ]
    if (missing === 'mark' || missing === 'delete')
      return [
        problem(
          ['missing'],
          `"${load.id}" would take every row that is not new for one that is gone`,
          'remove `missing`, or read the whole source',
        ),
      ]
    const why = mode === 'append' ? whyTwice(extract, loads.length) : undefined
    if (why === undefined) return []
    return [
      problem(
        modeUnsaid === true ? ['table'] : ['mode'],
        `"${load.id}" appends, but ${why}: rows would be there twice`,
        'use `mode: merge` with a `key`, or `insert-missing`',
      ),
    ]
  })
}

/** Why a row may come to a load more than once. */
function whyTwice(extract: Step, loads: number): string | undefined {
  const { id } = extract
  const { incremental, mayReject } = factsOf(extract)
  if (incremental === undefined) return undefined
  if (incremental.lag > 0) return `"${id}" reads again what lies within its \`lag\``
  if (mayReject === true) return `"${id}" reads again from the first rejected row on`
  return loads > 1 ? `"${id}" reads again for each load what another one has not got` : undefined
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
