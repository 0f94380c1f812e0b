import type { LedgerEntry } from './record.ts'

/** The rows that a run's loads wrote; `null` when none did. */
export function loadedRows({ steps }: LedgerEntry): number | null {
  const loads = steps.filter(
    ({ kind, result, rows }) => kind === 'load' && result === 'success' && rows !== null,
  )
  return loads.length === 0 ? null : loads.reduce((sum, { rows }) => sum + (rows ?? 0), 0)
}

/** The ids of the steps that failed, also of those whose failure is tolerated. */
export function failedSteps({ steps }: LedgerEntry): string[] {
  return steps.filter(({ result }) => result === 'failure').map(({ id }) => id)
}
