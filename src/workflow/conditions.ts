/**
 * When the jobs of a wave start (`docs/decisions/0002-when-a-wave-starts.md`). Never a bare `always()`: the run is not
 * cancelled, the plan succeeded and has jobs for this wave, and each earlier wave came to an end that is known by name.
 * An earlier wave may have failed: which steps may run then is decided step by step inside the job.
 */
export function waveCondition(wave: number): string {
  const earlier = Array.from({ length: wave - 1 }, (_, index) => ended(`wave-${index + 1}`))
  return [
    '!cancelled()',
    `needs.plan.result == 'success'`,
    `needs.plan.outputs.wave-${wave} != '[]'`,
    ...earlier,
  ].join(' && ')
}

function ended(job: string): string {
  return `(${['success', 'failure', 'skipped'].map((end) => `needs.${job}.result == '${end}'`).join(' || ')})`
}
