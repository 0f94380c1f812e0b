/** What expressions can name: plain data. */
export interface Contexts {
  readonly inputs: Readonly<Record<string, string | number | boolean>>
  readonly env: Readonly<Record<string, string>>
  readonly vars: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly needs: Readonly<
    Record<
      string,
      {
        readonly result: 'success' | 'failure' | 'cancelled' | 'skipped'
        readonly outputs: Readonly<Record<string, string>>
      }
    >
  >
  /** The run's id, its logical date (`YYYY-MM-DD`) and its logical time (ISO, UTC). */
  readonly run: { readonly id: string; readonly date: string; readonly at: string }
  /** GitHub's own context; empty on a laptop. */
  readonly github: Readonly<Record<string, unknown>>
  readonly matrix: Readonly<Record<string, unknown>>
}

export const contextNames = ['inputs', 'env', 'vars', 'secrets', 'needs', 'run', 'github', 'matrix'] as const

export type ContextName = (typeof contextNames)[number]
