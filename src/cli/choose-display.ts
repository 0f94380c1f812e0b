import { groupedLog } from '../adapters/runner/grouped-log.ts'
import { createRunner } from '../adapters/runner/runner.ts'
import { linesDisplay, type RunDisplay } from '../adapters/terminal/run-display.ts'
import type { Shell } from './shell.ts'

/** In place on a terminal, grouped in the log of a GitHub job, plain lines anywhere else. */
export async function chooseDisplay({ env, stderr, err, paint }: Shell): Promise<RunDisplay> {
  if (env['GITHUB_ACTIONS'] === 'true')
    return { show: groupedLog(createRunner(env, err), paint.err), close: () => {} }
  if (stderr.isTTY && env['TERM'] !== 'dumb') {
    const { liveDisplay } = await import('../adapters/terminal/live-display.ts')
    return liveDisplay(stderr, paint.err)
  }
  return linesDisplay(err, paint.err, stderr.isTTY ? stderr.columns : undefined)
}
