import { dirname, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Bug, Failure, type FailureFacts } from '../../diagnostic/failure.ts'
import { isNetworkFault } from '../../diagnostic/network-fault.ts'
import { jsonFault } from '../../text/json-fault.ts'
import type { ModuleResult } from './module-result.ts'
import type { ModuleTask } from './module-task.ts'

type At = Pick<ModuleTask, 'module' | 'workspace'>

/**
 * An error of the author's code: its message, and the stack as far as it is the author's. The code may ask the world,
 * so another attempt may go well; what we say of its rows stays as it is.
 */
export function userFailure(error: unknown, at: At): ModuleResult & { ok: false } {
  if (error instanceof Failure) {
    const { code, message, retryable, help, facts } = error
    return { ok: false, code, message, retryable, facts, ...(help === undefined ? {} : { help }) }
  }
  if (error instanceof Bug) {
    return { ok: false, code: 'bug', message: error.stack ?? error.message, retryable: false }
  }
  if (error instanceof Error && isTypeScriptFault(error)) return notTypeScript(error, at)
  const message =
    error instanceof Error
      ? [`${error.name}: ${jsonFault(error.message)}`, ...ownFrames(error, at)].join('\n')
      : String(error)
  return { ok: false, code: 'module/error', message, retryable: true, facts: factsOf(error) }
}

/** What the author's code met on its way: `fetch` hides the network's word in its cause. */
function factsOf(error: unknown): FailureFacts {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && isNetworkFault(at.code))
      return { infrastructure: true }
  }
  return {}
}

function isTypeScriptFault(error: Error): boolean {
  return 'code' in error && /^ERR_\w+_TYPESCRIPT_SYNTAX$/.test(String(error.code))
}

/** Node says where above its stack: the path with the line, the line itself, and the place underlined. */
function notTypeScript(error: Error, { workspace }: At): ModuleResult & { ok: false } {
  const [place = '', ...source] = (error.stack ?? '').split('\n\n', 1)[0]?.split('\n') ?? []
  const [, path, line] = /^(.+):(\d+)$/.exec(place) ?? []
  const where = path === undefined ? '' : `${fromRoot(workspace, path)}:${line}: `
  const message = [`${where}${error.message}`, ...(path === undefined ? [] : source)].join('\n')
  return {
    ok: false,
    code: 'module/syntax',
    message,
    retryable: false,
    help: 'Node runs TypeScript by leaving its types out: write no enum, namespace or parameter property',
  }
}

/** Only the frames in the folder of the author's module, each file as the author knows it. */
function ownFrames(error: Error, { module, workspace }: At): string[] {
  const folder = pathToFileURL(module).href.replace(/[^/]*$/u, '')
  const above = fromRoot(workspace, dirname(module))
  const known = above === '' ? '' : `${above}/`
  const frames = (error.stack ?? '').split('\n').filter((line) => line.includes(folder))
  return frames.map((line) => `    ${line.trim().replace(folder, known)}`)
}

function fromRoot(workspace: string, path: string): string {
  return relative(workspace, path).replaceAll(sep, '/')
}
