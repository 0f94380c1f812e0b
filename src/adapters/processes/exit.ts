import type { Writable } from 'node:stream'

/**
 * Ends the process once all that was written has left it, whatever is still at work: a step that was given up must not
 * keep a run alive. A status that was set meanwhile, because output was lost, holds over success.
 */
export async function exit(process: NodeJS.Process, status: number): Promise<never> {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  process.exitCode = status
  return process.exit()
}

/** A pipe is written to in the background; a reader that went away ends the wait too. */
function flushed(stream: Writable): Promise<void> {
  if (stream.destroyed || stream.errored !== null) return Promise.resolve()
  return new Promise((resolve) => {
    stream.once('close', resolve)
    stream.write('', () => resolve())
  })
}
