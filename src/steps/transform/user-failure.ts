import { pathToFileURL } from 'node:url'
import { Bug, Failure } from '../../diagnostic/failure.ts'
import type { ModuleResult } from './module-task.ts'

/** An error of the author's code: its message, and the stack as far as it is the author's. */
export function userFailure(error: unknown, module: string): ModuleResult & { ok: false } {
  if (error instanceof Failure) {
    const { code, message, help } = error
    return { ok: false, code, message, ...(help === undefined ? {} : { help }) }
  }
  if (error instanceof Bug) return { ok: false, code: 'bug', message: error.stack ?? error.message }
  if (!(error instanceof Error)) return { ok: false, code: 'module/error', message: String(error) }
  return {
    ok: false,
    code: 'module/error',
    message: [`${error.name}: ${error.message}`, ...ownFrames(error, module)].join('\n'),
  }
}

/** Only the frames in the folder of the author's module. */
function ownFrames(error: Error, module: string): string[] {
  const folder = pathToFileURL(module).href.replace(/[^/]*$/u, '')
  const frames = (error.stack ?? '').split('\n').filter((line) => line.includes(folder))
  return frames.map((line) => `    ${line.trim().replace(folder, './')}`)
}
