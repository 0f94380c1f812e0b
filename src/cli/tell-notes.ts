import type { Shell } from './shell.ts'

/** What is worth knowing and no mistake, on standard error. */
export function tellNotes(notes: readonly string[], { err, paint }: Shell): void {
  for (const note of notes) err(`${paint.err.cyan('note:')} ${note}\n`)
}
