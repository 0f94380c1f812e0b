import type { Manifest, Step, StepId } from '../manifest/manifest.ts'
import { stepsById } from '../manifest/steps-by-id.ts'
import { type Manifests, isUses, usedFile } from './used-file.ts'

/** The step that a dataset's name begins with: `clean` of `clean/daily`. */
export function datasetStep(name: string): StepId {
  const slash = name.indexOf('/')
  return slash < 0 ? name : name.slice(0, slash)
}

/**
 * The datasets that a step hands on, each by the name that the steps beside it know it by, with the step that makes
 * it: `id` is the step's own in the whole graph. Most have one, named like the step. One that uses a pipeline has those
 * which that pipeline declares, `clean/daily`; if there is but one, `clean` is that too.
 */
export function datasetsOf(step: Step, id: StepId, used: Manifests): ReadonlyMap<string, StepId> {
  const name = id.slice(id.lastIndexOf('/') + 1)
  if (!isUses(step)) return new Map([[name, id]])
  const child = used.get(usedFile(step))
  const declared = Object.entries(child?.datasets ?? {})
  const found = new Map<string, StepId>()
  for (const [dataset, made] of declared) {
    const maker = step.strategy === undefined ? makerOf(child, made, id, used) : id
    if (maker === undefined) continue
    if (declared.length === 1) found.set(name, maker)
    found.set(`${name}/${dataset}`, maker)
  }
  return found
}

function makerOf(
  child: Manifest | undefined,
  made: string,
  scope: StepId,
  used: Manifests,
): StepId | undefined {
  const step = child && stepsById(child).get(datasetStep(made))
  return step && datasetsOf(step, `${scope}/${step.id}`, used).get(made)
}
