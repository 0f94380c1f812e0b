import type { LedgerEntry } from '../ledger/record.ts'

/**
 * What is kept of past runs. Every verb throws a `Failure` when the place it lies in cannot be reached or written;
 * what lies in it and cannot be read never does: it is left alone and told by `notes`.
 */
export interface Ledger {
  /**
   * Keeps what an attempt of a run came to. When this has answered it is kept for good, whoever writes beside. Doing
   * it again changes nothing, so after a failure it may be done again.
   */
  record(entry: LedgerEntry): Promise<void>
  /** The last runs, each once by its last attempt, newest first. */
  read(query: LedgerQuery): Promise<LedgerRuns>
  /** Makes small what has grown; loses nothing, whoever writes beside. `record` does it by itself now and then. */
  squash(): Promise<void>
}

export interface LedgerQuery {
  /** Absent: of all pipelines. */
  readonly pipeline?: string
  /** How many runs at most. */
  readonly limit: number
}

export interface LedgerRuns {
  readonly runs: readonly LedgerEntry[]
  /** What is in the ledger and could not be read, one sentence each. */
  readonly notes: readonly string[]
}
