import type { Manifest, Step, StepId } from '../manifest/manifest.ts'
import { stepsById } from '../manifest/steps-by-id.ts'
import { type Manifests, isUses, usedFile } from './used-file.ts'

/** How deep pipelines may stand inside each other, the outermost not counted. */
export const deepest = 10

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
    const maker = step.strategy === undefined ? makerOf(made, { child, scope: id, depth: 1 }, used) : id
    if (maker === undefined) continue
    if (declared.length === 1) found.set(name, maker)
    found.set(`${name}/${dataset}`, maker)
  }
  return found
}

interface Inside {
  readonly child: Manifest | undefined
  readonly scope: StepId
  /** Pipelines that use each other are followed so far and no further: they are told elsewhere. */
  readonly depth: number
}

function makerOf(made: string, { child, scope, depth }: Inside, used: Manifests): StepId | undefined {
  const step = child && stepsById(child).get(datasetStep(made))
  if (step === undefined || depth > deepest) return undefined
  const id = `${scope}/${step.id}`
  if (!isUses(step)) return made === step.id ? id : undefined
  const inner = used.get(usedFile(step))
  const target = declaredAs(made, step.id, inner?.datasets ?? {})
  if (target === undefined || step.strategy !== undefined) return target && id
  return makerOf(target, { child: inner, scope: id, depth: depth + 1 }, used)
}

/** The step behind `clean/daily`; behind `clean`, if it has one dataset only. */
export function declaredAs(name: string, id: StepId, datasets: Manifest['datasets']): string | undefined {
  const [only = '', ...others] = Object.keys(datasets)
  if (name === id && others.length > 0) return undefined
  const asked = name === id ? only : name.slice(id.length + 1)
  return Object.hasOwn(datasets, asked) ? datasets[asked] : undefined
}
