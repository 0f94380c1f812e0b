import type { Diagnostic, Place } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step } from '../manifest/manifest.ts'
import type { StepFacts } from '../steps/kind.ts'
import { factsOf } from '../steps/kinds.ts'
import { stepsById } from '../manifest/steps-by-id.ts'
import { columnsSeen } from '../matrix/columns-seen.ts'
import { nearest } from '../text/nearest.ts'
import { checkReferences, nothingPublished } from './check-references.ts'
import { datasetStep } from './dataset-names.ts'
import { type FoundDataset, findDataset } from './find-dataset.ts'
import { unfitChecks } from './unfit-checks.ts'
import { unknownColumns } from './unknown-columns.ts'
import type { Manifests } from './used-file.ts'

/** Datasets that nobody makes, and columns that their dataset is declared not to have. */
export function checkDatasets(manifest: Manifest, used: Manifests): Diagnostic[] {
  return [
    ...manifest.steps.flatMap((step) => checkStep(step, manifest, used)),
    ...checkHandedOn(manifest, used),
  ]
}

function checkStep(step: Step, manifest: Manifest, used: Manifests): Diagnostic[] {
  const { file } = manifest
  const facts = factsOf(step)
  const source = facts.from === undefined ? undefined : findDataset(facts.from, manifest, used)
  const maker = source !== undefined && 'maker' in source && !source.mapped ? source.maker : undefined
  const judged = facts.judgesFrom === true ? maker : step
  const columns = columnsOf(judged, judged !== step)
  const { matrix } = step.strategy ?? {}
  return [
    ...(facts.from === undefined ? [] : unreadable(facts.from, source, { manifest, step, key: step.kind })),
    ...(matrix?.kind === 'rows'
      ? unreadable(matrix.from, findDataset(matrix.from, manifest, used), { manifest, step, key: 'strategy' })
      : []),
    ...(step.checks.length > 0 &&
    facts.judgesFrom !== true &&
    facts.judgesTable !== true &&
    !facts.makesDataset
      ? [nothingToCheck(file, step, facts)]
      : []),
    ...(columns === undefined ? [] : unknownColumns(file, step, columns)),
    ...unfitChecks(file, step, judged === undefined ? [] : (factsOf(judged).columns ?? [])),
    ...checkReferences(file, step),
    ...(facts.makesDataset ? nothingPublished(file, step) : []),
  ]
}

/** `joined`: as those see them who need the step, not as each of its legs makes them. */
function columnsOf(step: Step | undefined, joined: boolean): readonly string[] | undefined {
  const own = step && factsOf(step).columns?.map(({ name }) => name)
  return step !== undefined && joined ? columnsSeen(step, own, new Map()) : own
}

interface Reader {
  readonly manifest: Manifest
  readonly step: Step
  /** The key of the step below which `from` stands. */
  readonly key: string
}

function unreadable(from: string, source: FoundDataset, { manifest, step, key }: Reader): Diagnostic[] {
  const at: Place = { file: manifest.file, path: [...step.path, key, 'from'], part: 'value' }
  if (source === undefined) return []
  if ('lacking' in source) {
    const { message, help } = source.lacking
    return [{ ...nobody, message: `step "${step.id}" reads from "${from}": ${message}`, at, help }]
  }
  const { maker } = source
  if (source.manifest !== manifest || factsOf(maker).makesDataset) return []
  return [
    {
      ...nobody,
      message: `step "${step.id}" reads from "${maker.id}", a \`${maker.kind}\` step that makes no dataset`,
      at,
      related: [{ at: { ...at, path: maker.path, part: 'key' }, message: `"${maker.id}" is here` }],
      help: remedy(maker),
    },
  ]
}

/** What a manifest hands to those who use it: each a dataset of one of its steps. */
function checkHandedOn(manifest: Manifest, used: Manifests): Diagnostic[] {
  return Object.entries(manifest.datasets).flatMap(([name, made]): Diagnostic[] => {
    const at: Place = { file: manifest.file, path: ['datasets', name], part: 'value' }
    const found = findDataset(made, manifest, used)
    if (found === undefined) return unknownMaker(made, manifest, at)
    if ('lacking' in found)
      return [{ ...nobody, message: found.lacking.message, at, help: found.lacking.help }]
    const { maker } = found
    if (found.manifest !== manifest || factsOf(maker).makesDataset) return []
    const message = `"${made}" is a \`${maker.kind}\` step that makes no dataset`
    return [{ ...nobody, message, at, help: remedy(maker) }]
  })
}

function unknownMaker(made: string, manifest: Manifest, at: Place): Diagnostic[] {
  const steps = stepsById(manifest)
  const id = datasetStep(made)
  if (steps.has(id)) return []
  const near = nearest(id, steps.keys())
  const hint = near === undefined ? '' : `; did you mean "${near}"?`
  const help = near === undefined ? 'name the step that makes the rows' : `write "${near}"`
  return [{ ...nobody, message: `"${id}" is not a step of this pipeline${hint}`, at, help }]
}

const nobody = { code: 'graph/no-dataset', severity: 'error' } as const

function remedy(maker: Step): string {
  const { datasetBy } = factsOf(maker)
  return datasetBy === undefined
    ? 'read from the step that made the rows'
    : `write "${maker.id}" as ${datasetBy}`
}

function nothingToCheck(file: string, step: Step, { datasetBy }: StepFacts): Diagnostic {
  return {
    code: 'graph/no-dataset',
    severity: 'error',
    message: `step "${step.id}" makes no dataset, so there is nothing to check`,
    at: { file, path: [...step.path, 'checks'], part: 'key' },
    help: `move the checks to the step that makes the rows${datasetBy === undefined ? '' : `, or write it as ${datasetBy}`}`,
  }
}
