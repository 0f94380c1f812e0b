import type { Step } from '../manifest/manifest.ts'
import { runnerKey } from '../plan/runner.ts'

/**
 * The `runs-on` of a wave: written out where all steps ask for the same runner, and looked up by the job's id in what
 * the plan answers where they do not.
 */
export function waveRunsOn(steps: readonly Step[]): string | string[] {
  if (!hasOneRunner(steps)) return '${{ fromJSON(needs.plan.outputs.runners)[matrix.job] }}'
  const runsOn = steps[0]?.runsOn ?? 'ubuntu-latest'
  return typeof runsOn === 'string' ? runsOn : [...runsOn]
}

export function hasOneRunner(steps: readonly Step[]): boolean {
  return new Set(steps.map(({ runsOn }) => runnerKey(runsOn))).size <= 1
}
