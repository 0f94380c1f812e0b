import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step, StepId } from '../manifest/manifest.ts'
import { stepsById } from '../manifest/steps-by-id.ts'
import type { Edges } from './resolve-needs.ts'
import { isIncremental, sourcesOf } from './sees-window.ts'

type Load = Extract<Step, { kind: 'load' }>

/** Loads that would lose or double rows of which each run reads only what is new, and what else does not go with that. */
export function checkIncremental(manifest: Manifest, edges: Edges): Diagnostic[] {
  const extracts = manifest.steps.filter(isIncremental)
  if (extracts.length === 0) return []
  const around = { steps: stepsById(manifest), edges }
  const loads = manifest.steps.filter((step): step is Load => step.kind === 'load')
  const reached = new Map(loads.map((load) => [load, sourcesOf(load.id, around)]))
  const tables = (extract: Step) =>
    loads.filter((load) => load.options.target === 'table' && reached.get(load)?.includes(extract) === true)
  return [
    ...extracts.filter(({ cache }) => cache !== undefined).map((step) => cached(manifest, step)),
    ...extracts.flatMap((extract) => checkLoads(manifest, extract, tables(extract))),
  ]
}

function checkLoads(manifest: Manifest, extract: Step, loads: readonly Load[]): Diagnostic[] {
  return loads.flatMap((load) => {
    const { options } = load
    if (options.target !== 'table') return []
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
    const missing: unknown = Reflect.get(options, 'missing')
    if (options.mode === 'replace')
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
    const why = options.mode === 'append' ? whyTwice(extract, loads.length) : undefined
    if (why === undefined) return []
    return [
      problem(
        options.modeUnsaid === true ? ['table'] : ['mode'],
        `"${load.id}" appends, but ${why}: rows would be there twice`,
        'use `mode: merge` with a `key`, or `insert-missing`',
      ),
    ]
  })
}

/** Why a row may come to a load more than once. */
function whyTwice({ id, kind, options }: Step, loads: number): string | undefined {
  if (kind !== 'extract' || options.incremental === undefined) return undefined
  if (options.incremental.lag > 0) return `"${id}" reads again what lies within its \`lag\``
  if (canReject(options.rejects)) return `"${id}" reads again from the first rejected row on`
  return loads > 1 ? `"${id}" reads again for each load what another one has not got` : undefined
}

function canReject(limit: { readonly rows: number } | { readonly share: number }): boolean {
  return 'rows' in limit ? limit.rows > 0 : limit.share > 0
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
