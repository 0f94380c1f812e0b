import type { Diagnostic, Place } from '../diagnostic/diagnostic.ts'
import type { Manifest, StepId } from '../manifest/manifest.ts'
import { stepsById } from '../manifest/steps-by-id.ts'
import { factsOf } from '../steps/kinds.ts'
import { datasetsOf } from './dataset-names.ts'
import type { Edges } from './resolve-needs.ts'
import { type Manifests, isUses } from './used-file.ts'

/** Needs whose datasets a step would find under one name, so that one would hide the other. */
export function checkInputs(manifest: Manifest, edges: Edges, used: Manifests): Diagnostic[] {
  return manifest.steps.flatMap((step) => {
    const { inputName } = factsOf(step)
    if (inputName === undefined) return []
    const needs = [...(edges.get(step.id) ?? [])]
    const datasets = needs.flatMap(([need, at]) =>
      namesOf(need, manifest, used).map((name) => ({ name, at })),
    )
    return repeats(step.id, datasets, inputName)
  })
}

/** What a need's datasets are called: `clean`, or `clean/daily` of a pipeline that is used. */
function namesOf(need: StepId, manifest: Manifest, used: Manifests): readonly string[] {
  const step = stepsById(manifest).get(need)
  return step === undefined || !isUses(step) ? [need] : [...datasetsOf(step, need, used).keys()]
}

interface Needed {
  readonly name: string
  readonly at: Place
}

function repeats(id: StepId, datasets: readonly Needed[], inputName: (need: string) => string): Diagnostic[] {
  const taken = new Map<string, Needed>()
  return datasets.flatMap((dataset): Diagnostic[] => {
    const variable = inputName(dataset.name)
    const first = taken.get(variable)
    if (first === undefined) taken.set(variable, dataset)
    if (first === undefined) return []
    return [
      {
        code: 'graph/input-name',
        severity: 'error',
        message: `step "${id}" would find both "${first.name}" and "${dataset.name}" in ${variable}`,
        at: dataset.at,
        related: [{ at: first.at, message: `"${first.name}" is needed here` }],
        help: 'rename one of the two steps',
      },
    ]
  })
}
