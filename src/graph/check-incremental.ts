import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step, StepId } from '../manifest/manifest.ts'
import { stepsById } from '../manifest/steps-by-id.ts'
import type { StepFacts } from '../steps/kind.ts'
import { factsOf } from '../steps/kinds.ts'
import type { Edges } from './resolve-needs.ts'
import { handsOn, isIncremental, makersOf, sourcesOf } from './sees-window.ts'

interface Load {
  readonly step: Step
  /** Absent: it is into a file. */
  readonly fills: StepFacts['fills']
  /** The steps that its rows come through, itself included. */
  readonly makers: readonly Step[]
}

/** Loads that would lose or double rows of which each run reads only what is new, and what else does not go with that. */
export function checkIncremental(manifest: Manifest, edges: Edges): Diagnostic[] {
  const extracts = manifest.steps.filter(isIncremental)
  if (extracts.length === 0) return []
  const around = { steps: stepsById(manifest), edges }
  const loads = manifest.steps
    .filter(handsOn)
    .map((step) => ({ step, fills: factsOf(step).fills, makers: makersOf(step.id, around) }))
  const loadsOf = (extract: Step) =>
    loads.flatMap((load) => {
      const makers = load.makers.filter(({ id }) => sourcesOf(id, around).includes(extract))
      return makers.length === 0 ? [] : [{ ...load, makers }]
    })
  return [
    ...extracts.filter(({ cache }) => cache !== undefined).map((step) => cached(manifest, step)),
    ...extracts.flatMap((extract) => checkLoads(manifest, extract, loadsOf(extract))),
  ]
}

function checkLoads(manifest: Manifest, extract: Step, loads: readonly Load[]): Diagnostic[] {
  return loads.flatMap(({ step: load, fills, makers }) => {
    if (fills === undefined) return []
    const { mode, modeUnsaid, missing } = fills
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
    const why = mode === 'append' ? whyTwice(extract, { load, makers, others: loads.length - 1 }) : undefined
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
function whyTwice(
  extract: Step,
  {
    load,
    makers,
    others,
  }: { readonly load: Step; readonly makers: readonly Step[]; readonly others: number },
): string | undefined {
  const { id } = extract
  const { incremental, mayReject } = factsOf(extract)
  if (incremental === undefined) return undefined
  if (incremental.lag > 0) return `"${id}" reads again what lies within its \`lag\``
  if (mayReject === true) return `"${id}" reads again from the first rejected row on`
  const aside = makers.find(({ checks }) => checks.some(({ severity }) => severity === 'quarantine'))
  if (aside !== undefined) return `"${id}" reads its window again while "${aside.id}" puts rows in quarantine`
  if (load.strategy !== undefined) return `"${id}" reads again for each leg what another one has not got`
  return others > 0 ? `"${id}" reads again for each load what another one has not got` : undefined
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
