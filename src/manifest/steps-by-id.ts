import type { Manifest, Step, StepId } from './manifest.ts'

const known = new WeakMap<Manifest, ReadonlyMap<StepId, Step>>()

/** The steps of a manifest by the ids that are written there. */
export function stepsById(manifest: Manifest): ReadonlyMap<StepId, Step> {
  const found = known.get(manifest) ?? new Map(manifest.steps.map((step) => [step.id, step]))
  known.set(manifest, found)
  return found
}
