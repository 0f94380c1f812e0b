import type { Plan } from '../plan/plan.ts'
import { counted, duration } from '../text/quantities.ts'
import type { StepReport, Totals } from './report.ts'

/** How many steps were unchanged, and how long they would have taken by what they took before. */
export function sparedBy(plan: Plan, steps: readonly StepReport[]): Totals['unchanged'] {
  const usual = new Map(
    plan.steps.map(({ id, basis, expectedMs }) => [id, basis === 'past' ? expectedMs : 0]),
  )
  const spared = steps.filter(({ unchanged }) => unchanged === true)
  if (spared.length === 0) return undefined
  const savedMs = spared.reduce((sum, { id, durationMs }) => {
    return sum + Math.max(0, (usual.get(id) ?? 0) - durationMs)
  }, 0)
  return { steps: spared.length, savedMs }
}

/** `3 steps unchanged, about 12 s saved`; empty where all had changed. */
export function sparedText({ unchanged }: Pick<Totals, 'unchanged'>): string {
  if (unchanged === undefined) return ''
  const saved = unchanged.savedMs < 1000 ? '' : `, about ${duration(unchanged.savedMs)} saved`
  return `${counted(unchanged.steps, 'step')} unchanged${saved}`
}
