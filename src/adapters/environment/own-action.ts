import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** How workflows can name our action, as far as it can be found out; the shape of `WorkflowSettings`. */
export interface OwnAction {
  readonly action: string
  readonly version?: string
}

/**
 * `$/` in the repository that holds the action; elsewhere the commit of the clone that this program runs from, if it
 * is one of a GitHub repository. `undefined` when neither tells.
 */
export function findOwnAction(
  workspace: string,
  programFolder: string,
  version: string,
): OwnAction | undefined {
  if (holdsAction(workspace)) return { action: '$/' }
  const root = programRoot(programFolder)
  if (root === undefined || !existsSync(join(root, '.git'))) return undefined
  const repository = /github\.com[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(
    git(root, 'remote', 'get-url', 'origin'),
  )?.[1]
  const commit = git(root, 'rev-parse', 'HEAD')
  if (repository === undefined || !/^[0-9a-f]{40}$/.test(commit)) return undefined
  return { action: `${repository}@${commit}`, version: `v${version}` }
}

function holdsAction(folder: string): boolean {
  try {
    const text = readFileSync(join(folder, 'action.yml'), 'utf8')
    return /^name: Millrace$/m.test(text) && text.includes('dist/action/main.js')
  } catch {
    return false
  }
}

/** The folder of our package: the nearest one above with our `action.yml`. */
function programRoot(programFolder: string): string | undefined {
  return ['..', '../..', '../../..'].map((above) => join(programFolder, above)).find(holdsAction)
}

function git(folder: string, ...args: readonly string[]): string {
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }
    return execFileSync('git', ['-C', folder, ...args], options).trim()
  } catch {
    return ''
  }
}
