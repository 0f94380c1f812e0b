/** How the program ends; a contract with scripts. */
export const exitStatus = {
  done: 0,
  /** The author made a mistake: there are diagnostics. */
  diagnostics: 1,
  /** The run failed or was cancelled. */
  failed: 2,
  /** Something failed that the manifest tolerates (`continue-on-error`). */
  degraded: 3,
  /** The command line is wrong. */
  usage: 64,
  /** Our own mistake. */
  bug: 70,
} as const

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus]
