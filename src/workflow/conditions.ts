/**
 * When the jobs of a wave start (`docs/decisions/0002-waves-after-a-failure.md`). Never a bare `always()`: the run is
 * not cancelled, the plan succeeded and has jobs for this wave. How earlier waves ended is judged step by step, by what
 * their jobs left. A list that GitHub dropped because it held a masked word is not `[]`: then the matrix fails, for all
 * to see.
 */
export function waveCondition(wave: number): string {
  return `\${{ !cancelled() && needs.plan.result == 'success' && needs.plan.outputs.${waveId(wave)} != '[]' }}`
}

/**
 * When the job starts that runs again what was lost (`docs/decisions/0008-recover-what-was-lost.md`): the run is not
 * cancelled and a job of a wave did not succeed. Whether one was lost, and not just failed, only what the jobs left tells.
 */
export const recoveryCondition =
  "${{ !cancelled() && needs.plan.result == 'success' && (contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled')) }}"

/** When a job starts that runs what a cancelled run is to run all the same. */
export const afterCancelCondition = "${{ cancelled() && needs.plan.result == 'success' }}"

export function waveId(wave: number): string {
  return `wave-${wave}`
}

export function earlierWaves(wave: number): string[] {
  return Array.from({ length: wave - 1 }, (_, index) => waveId(index + 1))
}
