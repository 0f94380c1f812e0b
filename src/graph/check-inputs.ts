import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step, StepId } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'
import type { Edges } from './resolve-needs.ts'

/** Needs whose datasets a step would find under one name, so that one would hide the other. */
export function checkInputs(manifest: Manifest, edges: Edges): Diagnostic[] {
  return manifest.steps.flatMap((step) => {
    const { inputName } = factsOf(step)
    return inputName === undefined ? [] : repeats(step, edges, inputName)
  })
}

function repeats({ id }: Step, edges: Edges, inputName: (need: string) => string): Diagnostic[] {
  const taken = new Map<string, StepId>()
  return [...(edges.get(id) ?? [])].flatMap(([need, at]): Diagnostic[] => {
    const name = inputName(need)
    const first = taken.get(name)
    if (first === undefined) taken.set(name, need)
    const related = edges.get(id)?.get(first ?? '')
    if (first === undefined || related === undefined) return []
    return [
      {
        code: 'graph/input-name',
        severity: 'error',
        message: `step "${id}" would find both "${first}" and "${need}" in ${name}`,
        at,
        related: [{ at: related, message: `"${first}" is needed here` }],
        help: 'rename one of the two steps',
      },
    ]
  })
}
