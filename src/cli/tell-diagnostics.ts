import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import { exitStatus, type ExitStatus } from './exit-status.ts'
import type { Shell } from './shell.ts'

/** More than this is noise on a terminal unless it is asked for; the rest is counted. */
const shownAtMost = 50

/** Draws diagnostics on standard error, with the lines they are about. */
export async function tellDiagnostics(
  diagnostics: readonly LocatedDiagnostic[],
  workspace: string,
  shell: Shell,
  { all = false } = {},
): Promise<ExitStatus> {
  if (diagnostics.length === 0) return exitStatus.done
  const { renderCodeFrame } = await import('../adapters/terminal/code-frame.ts')
  const most = all ? diagnostics.length : shownAtMost
  const texts = new Map<string, string | undefined>()
  for (const diagnostic of diagnostics.slice(0, most)) {
    if (!texts.has(diagnostic.file)) texts.set(diagnostic.file, textOf(join(workspace, diagnostic.file)))
    shell.err(`${renderCodeFrame(diagnostic, texts.get(diagnostic.file), shell.paint.err)}\n`)
  }
  const hidden = diagnostics.length - most
  if (hidden > 0) shell.err(`… and ${hidden} more: see all with millrace validate --all\n`)
  return diagnostics.some(({ severity }) => severity === 'error') ? exitStatus.diagnostics : exitStatus.done
}

/** The file that was just checked; that it cannot be read is what its diagnostic says. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
