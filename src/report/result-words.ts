import type { RunResult } from '../run/event.ts'
import type { StepReport } from './report.ts'

const words = {
  success: { icon: '✅', word: 'succeeded' },
  failure: { icon: '❌', word: 'failed' },
  cancelled: { icon: '🚫', word: 'was cancelled' },
  skipped: { icon: '⏭️', word: 'was skipped' },
  degraded: { icon: '⚠️', word: 'succeeded, with failures that are tolerated' },
} as const

export function runWords(result: RunResult): { readonly icon: string; readonly word: string } {
  return words[result]
}

/** A tolerated failure bears the sign of a warning and its own name. */
export function stepWords(step: Pick<StepReport, 'result' | 'tolerated'>): {
  readonly icon: string
  readonly word: string
} {
  if (step.result === 'failure' && step.tolerated) return { icon: '⚠️', word: 'failed, tolerated' }
  return { icon: words[step.result].icon, word: words[step.result].word.replace('was ', '') }
}

/** Whether the step's failure is the run's. */
export function hasFailed(step: Pick<StepReport, 'result' | 'tolerated'>): boolean {
  return step.result === 'failure' && !step.tolerated
}
