import { pathToFileURL } from 'node:url'
import { Bug, Failure } from '../../diagnostic/failure.ts'
import type { ModuleResult } from './module-task.ts'

/**
 * An error of the author's code: its message, and the stack as far as it is the author's. The code may ask the world,
 * so another attempt may go well; what we say of its rows stays as it is.
 */
export function userFailure(error: unknown, module: string): ModuleResult & { ok: false } {
  if (error instanceof Failure) {
    const { code, message, retryable, help } = error
    return { ok: false, code, message, retryable, ...(help === undefined ? {} : { help }) }
  }
  if (error instanceof Bug) {
    return { ok: false, code: 'bug', message: error.stack ?? error.message, retryable: false }
  }
  const message =
    error instanceof Error
      ? [`${error.name}: ${error.message}`, ...ownFrames(error, module)].join('\n')
      : String(error)
  return { ok: false, code: 'module/error', message, retryable: true }
}

/** Only the frames in the folder of the author's module. */
function ownFrames(error: Error, module: string): string[] {
  const folder = pathToFileURL(module).href.replace(/[^/]*$/u, '')
  const frames = (error.stack ?? '').split('\n').filter((line) => line.includes(folder))
  return frames.map((line) => `    ${line.trim().replace(folder, './')}`)
}
