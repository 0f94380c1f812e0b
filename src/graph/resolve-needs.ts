import type { Diagnostic, Place } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step, StepId } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'
import { nearest } from '../text/nearest.ts'
import { datasetStep } from './dataset-names.ts'

/** Of each step, in the order they are written, its needs with the place where each is asked for. */
export type Edges = ReadonlyMap<StepId, ReadonlyMap<StepId, Place>>

/** Every need, written or implied by `from`, `strategy.from` and `teardown`; those no step meets are told and left out. */
export function resolveNeeds(
  manifest: Manifest,
  unread: ReadonlySet<string>,
): { edges: Edges; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const ids = new Set(manifest.steps.map(({ id }) => id))
  const edges = new Map<StepId, ReadonlyMap<StepId, Place>>()
  for (const step of manifest.steps) {
    const needs = new Map<StepId, Place>()
    for (const [need, at] of placesOfNeeds(manifest.file, step)) {
      if (ids.has(need)) needs.set(need, needs.get(need) ?? at)
      else if (!unread.has(need)) diagnostics.push(missing(step, need, at, [...ids, ...unread]))
    }
    edges.set(step.id, needs)
  }
  return { edges, diagnostics }
}

function* placesOfNeeds(file: string, step: Step): Generator<[StepId, Place]> {
  for (const [index, need] of step.needs.entries())
    yield [need, { file, path: [...step.path, 'needs', index], part: 'value' }]
  const { from } = factsOf(step)
  if (from !== undefined)
    yield [datasetStep(from), { file, path: [...step.path, step.kind, 'from'], part: 'value' }]
  const matrix = step.strategy?.matrix
  if (matrix?.kind === 'rows')
    yield [datasetStep(matrix.from), { file, path: [...step.path, 'strategy', 'from'], part: 'value' }]
  if (step.teardown !== undefined)
    yield [step.teardown, { file, path: [...step.path, 'teardown'], part: 'value' }]
}

const asks: Readonly<Record<string, string>> = { from: 'reads from', teardown: 'tears down' }

function missing(step: Step, need: string, at: Place, ids: readonly string[]): Diagnostic {
  const near = nearest(
    need,
    ids.filter((id) => id !== step.id),
  )
  const inside = datasetStep(need)
  if (inside !== need && ids.includes(inside))
    return {
      code: 'graph/missing-need',
      severity: 'error',
      message: `step "${step.id}" needs "${need}", but of a used pipeline only the whole can be needed`,
      at,
      help: `write "${inside}"`,
    }
  const ask = asks[String(at.path.at(-1))] ?? 'needs'
  return {
    code: 'graph/missing-need',
    severity: 'error',
    message: `step "${step.id}" ${ask} "${need}", which is not a step of this pipeline${near === undefined ? '' : `; did you mean "${near}"?`}`,
    at,
    help: near === undefined ? `add a step "${need}", or remove it here` : `write "${near}"`,
  }
}
