import type { Code } from './codes.ts'

/** A route of keys from the root of a YAML document, e.g. `['steps', 'orders', 'needs', 0]`. */
export type Path = readonly (string | number)[]

/**
 * Where something stands, in the vocabulary of the manifest. It becomes a line and a column only when it is
 * printed (`source/locate.ts`), so the phases that judge a manifest never see YAML nodes.
 */
export interface Place {
  /** The file, relative to the repository's root, with forward slashes. */
  readonly file: string
  readonly path: Path
  /** Whether the key or the value at `path` is meant. */
  readonly part: 'key' | 'value'
  /** A piece of the scalar's text (an expression in it, say): offsets in UTF-16 units of its decoded value. */
  readonly within?: { readonly start: number; readonly end: number }
  /** Offsets in the file's own text (UTF-16 units), where no path leads: syntax, or a file that is no manifest. */
  readonly span?: { readonly start: number; readonly end: number }
}

/** An author's mistake. `message` quotes the author's own token and says what was expected; no full stop. */
export interface Diagnostic {
  readonly code: Code
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly at: Place
  readonly related?: readonly { readonly at: Place; readonly message: string }[]
  /** The likely remedy, as an imperative sentence without a full stop. */
  readonly help?: string
}

/** A diagnostic whose place is known: 1-based lines and columns, `endColumn` exclusive. */
export interface LocatedDiagnostic {
  readonly code: Code
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly related?: readonly {
    readonly message: string
    readonly file: string
    readonly line: number
    readonly column: number
  }[]
  readonly help?: string
}

/** A value, or everything that is wrong with what it was to be made from. A value may come with warnings. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

export function succeed<T>(value: T, warnings: readonly Diagnostic[] = []): Result<T> {
  return { ok: true, value, warnings }
}

export function refuse(diagnostics: readonly Diagnostic[]): Result<never> {
  return { ok: false, diagnostics }
}
