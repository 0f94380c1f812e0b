import type { Step } from '../manifest/manifest.ts'
import { runnerKey } from '../plan/runner.ts'
import { quoted } from './yaml-text.ts'

/** Whether every step of a manifest asks for the same runner. */
export function hasOneRunner(steps: readonly Step[]): boolean {
  return new Set(steps.map(({ runsOn }) => runnerKey(runsOn))).size <= 1
}

/**
 * The `runs-on` of a wave: written out where all steps ask for the same runner, and looked up by the job's id in what
 * the plan answers where they do not.
 */
export function waveRunsOn(steps: readonly Step[]): string {
  const [first] = steps
  if (!hasOneRunner(steps)) return '${{ fromJSON(needs.plan.outputs.runners)[matrix.job] }}'
  return literal(first?.runsOn ?? 'ubuntu-latest')
}

function literal(runsOn: Step['runsOn']): string {
  if (typeof runsOn !== 'string') return `[${runsOn.map(quoted).join(', ')}]`
  return /^[A-Za-z][\w.-]*$/.test(runsOn) ? runsOn : quoted(runsOn)
}
