import type { RunResult } from '../run/event.ts'
import type { TimeWindow } from '../schedule/asked-window.ts'

/** One run that a backfill is made of. `early`: it is not over yet, or its rows are not settled. */
export interface BackfillWindow extends TimeWindow {
  /** In the zone of the schedule. */
  readonly date: string
  readonly state: 'open' | 'done' | 'early'
}

/** What became of one window. `left`: nothing was begun, it is for the next time. */
export interface WindowEnd extends TimeWindow {
  readonly date: string
  readonly result: RunResult | BackfillWindow['state'] | 'left'
  readonly run?: string
  /** Rows that loads wrote. */
  readonly rows?: number
  /** Rows that its steps put aside; absent for none. */
  readonly rejected?: number
  readonly durationMs?: number
  /** Of what it failed. */
  readonly why?: string
}
