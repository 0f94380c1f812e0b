import type { Diagnostic } from './told.ts'

/** A manifest has mistakes, so there is no plan of it. */
export class ManifestError extends Error {
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    const lines = diagnostics.map(
      ({ file, line, column, message, code }) => `${file}:${line}:${column} ${message} [${code}]`,
    )
    super(`the manifest has mistakes:\n${lines.join('\n')}`)
    this.name = 'ManifestError'
    this.diagnostics = diagnostics
  }
}
