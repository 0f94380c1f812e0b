import { createPalette, type Palette } from '../adapters/terminal/palette.ts'

/** What a verb sees of the terminal it was called from. */
export interface Shell {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  /** Colours for standard output and for standard error. */
  readonly paint: { readonly out: Palette; readonly err: Palette }
  /** Results. */
  readonly out: (text: string) => void
  /** Progress and diagnostics. */
  readonly err: (text: string) => void
}

export function createShell(process: NodeJS.Process): Shell {
  const { stdout, stderr } = process
  for (const stream of [stdout, stderr]) stream.on('error', (error) => outputLost(process, error))
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout,
    stderr,
    paint: { out: createPalette(stdout), err: createPalette(stderr) },
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
  }
}

/**
 * A reader that has seen enough (`| head`) is no error: what was begun is finished, unseen. A full disk under
 * redirected output is one.
 */
function outputLost(process: NodeJS.Process, error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return
  process.once('exit', () => {
    process.exitCode = process.exitCode === 0 ? 2 : (process.exitCode ?? 2)
  })
}
