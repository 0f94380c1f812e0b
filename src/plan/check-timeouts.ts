import { hasLate } from '../manifest/has-late.ts'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step } from '../manifest/manifest.ts'
import { longestStepsMinutes, stepTimeoutMs } from './timeout.ts'

/** Time-outs that no job could wait for: an error where one attempt is too long, a warning where all together are. */
export function checkTimeouts({ file, steps }: Manifest): Diagnostic[] {
  return steps.flatMap((step): Diagnostic[] => {
    if (hasLate(step, 'timeout-minutes')) return []
    const longest = longestStepsMinutes(step.runsOn)
    const [one, all] = [minutes(step.timeoutMs), minutes(stepTimeoutMs(step))]
    if (all <= longest) return []
    const at = { file, path: [...step.path, 'timeout-minutes'], part: 'value' as const }
    const ends = `a job on ${labels(step.runsOn)} has at most ${longest} for its steps`
    return one > longest
      ? [
          {
            code: 'manifest/timeout',
            severity: 'error',
            message: `step "${step.id}" may take ${one} minutes, but ${ends}`,
            at,
            help: 'give it less time, make several steps of it, or run it on a runner of your own',
          },
        ]
      : [
          {
            code: 'manifest/timeout',
            severity: 'warning',
            message: `the ${step.retry.maxAttempts} attempts of step "${step.id}" may take ${all} minutes, but ${ends}: the last may be cut off`,
            at,
            help: 'give each attempt less time, or the step fewer of them',
          },
        ]
  })
}

function minutes(ms: number): number {
  return Math.ceil(ms / 60_000)
}

function labels(runsOn: Step['runsOn']): string {
  return typeof runsOn === 'string' ? runsOn : runsOn.join(', ')
}
