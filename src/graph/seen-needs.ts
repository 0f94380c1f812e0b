import type { Step, StepId } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'
import { datasetStep } from './dataset-names.ts'

/**
 * The needs of a step that its expressions and status functions see, by their ids in its own manifest: all of them,
 * but for a tear-down, which also waits for what comes after its set-up and sees nothing of that.
 */
export function seenNeeds(step: Step, needs: ReadonlyMap<StepId, unknown>): readonly StepId[] {
  if (step.teardown === undefined) return [...needs.keys()]
  const { from } = factsOf(step)
  const named = new Set([step.teardown, ...step.needs, ...(from === undefined ? [] : [datasetStep(from)])])
  return [...needs.keys()].filter((id) => named.has(id))
}
