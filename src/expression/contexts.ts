/** How a need can have ended, and a run: what `result` can be. */
export const stepResults = ['success', 'failure', 'cancelled', 'skipped'] as const
export const runResults = [...stepResults, 'degraded'] as const

/** What expressions can name: plain data. */
export interface Contexts {
  readonly inputs: Readonly<Record<string, unknown>>
  readonly env: Readonly<Record<string, string>>
  readonly vars: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly needs: Readonly<
    Record<
      string,
      {
        readonly result: (typeof stepResults)[number]
        readonly outputs: Readonly<Record<string, string>>
        /** Of a mapped step: how many legs ended how, and the values of those that failed (the first thousand). */
        readonly legs?: Readonly<Record<'total' | (typeof stepResults)[number], number>>
        readonly failed?: readonly Readonly<Record<string, unknown>>[]
      }
    >
  >
  /** The run's id, its logical date (`YYYY-MM-DD`) and its logical time (ISO, UTC). */
  readonly run: {
    readonly id: string
    readonly date: string
    readonly at: string
    /** Whether no later tick of the schedule is due yet; true without a schedule. */
    readonly latest: boolean
    /** The run of the pipeline before this one: its result and its steps'. Empty texts where there was none. */
    readonly previous: {
      readonly id: string
      readonly result: string
      readonly date: string
      readonly steps: Readonly<Record<string, { readonly result: string }>>
    }
  }
  /** What an incremental extract reads, for itself and for the steps that read its rows: `[from, to)`. Empty elsewhere. */
  readonly window?: { readonly from: string; readonly to: string }
  /** GitHub's own context; empty on a laptop. */
  readonly github: Readonly<Record<string, unknown>>
  readonly matrix: Readonly<Record<string, unknown>>
}

export const contextNames = [
  'inputs',
  'env',
  'vars',
  'secrets',
  'needs',
  'run',
  'github',
  'matrix',
  'window',
] as const

export type ContextName = (typeof contextNames)[number]
