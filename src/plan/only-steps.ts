import type { StepId } from '../manifest/manifest.ts'
import type { Pack, Packing } from './packing.ts'

/**
 * What is left of a packing when only these steps run: each stays in the wave that it has when all do, for which the
 * generated workflow has set the time. A wave of which nothing is left is empty.
 */
export function onlySteps(waves: Packing, steps: ReadonlySet<StepId>): Packing {
  return waves.map((wave) => wave.flatMap((pack) => onlyStepsOf(pack, steps)))
}

function onlyStepsOf(pack: Pack, steps: ReadonlySet<StepId>): readonly Pack[] {
  const kept = (ids: readonly StepId[]) => ids.filter((id) => steps.has(id))
  const { lines, ...rest } = pack
  const left = { ...rest, steps: kept(pack.steps) }
  if (left.steps.length === 0) return []
  const leftLines = lines?.map(kept).filter((line) => line.length > 0) ?? []
  return [leftLines.length > 1 ? { ...left, lines: leftLines } : left]
}
