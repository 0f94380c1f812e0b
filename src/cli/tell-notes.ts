import type { Shell } from './shell.ts'

/** What is worth knowing and no mistake, on standard error. */
export async function tellNotes(notes: readonly string[], { err, paint, stderr }: Shell): Promise<void> {
  if (notes.length === 0) return
  const { messageLines } = await import('../adapters/terminal/message-lines.ts')
  const room = stderr.isTTY ? stderr.columns : undefined
  for (const note of notes)
    for (const line of messageLines(note, { head: `${paint.err.cyan('note:')} `, indent: '', room }))
      err(`${line}\n`)
}
