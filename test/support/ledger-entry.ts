import type { LedgerEntry, RunRecord, StepRecord } from '../../src/ledger/record.ts'

const noon = Date.UTC(2026, 10, 1, 12)

/** The nth run of a pipeline: one an hour, each of one step. */
export function madeEntry(
  nth: number,
  run: Partial<RunRecord> = {},
  { steps = [madeStep('orders')], ...rest }: Partial<LedgerEntry> = {},
): LedgerEntry {
  const at = new Date(noon + nth * 3_600_000).toISOString()
  return {
    schema: 1,
    run: {
      id: `run-${nth}`,
      attempt: 1,
      pipeline: 'daily',
      at,
      date: at.slice(0, 10),
      trigger: 'schedule',
      inputs: '0'.repeat(64),
      result: 'success',
      startedAt: at,
      durationMs: 1000,
      ...run,
    },
    steps,
    loads: [],
    cursors: [],
    ...rest,
  }
}

export function madeStep(id: string, step: Partial<StepRecord> = {}): StepRecord {
  return { id, kind: 'extract', result: 'success', attempts: 1, durationMs: 900, rows: 10, ...step }
}
