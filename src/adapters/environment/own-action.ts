import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** How workflows can name our action, as far as it can be found out; the shape of `WorkflowSettings`. */
export interface OwnAction {
  readonly action: string
  readonly version?: string
}

/**
 * `$/` in the repository that holds the action; elsewhere the commit this program was made from: the one written into
 * the package when it was packed, or that of the clone it runs from. `undefined` when neither tells.
 */
export function findOwnAction(
  workspace: string,
  programFolder: string,
  version: string,
): OwnAction | undefined {
  if (holdsAction(workspace)) return { action: '$/' }
  const root = programRoot(programFolder)
  if (root === undefined) return undefined
  const commit = packedCommit(root) ?? git(root, 'rev-parse', 'HEAD')
  const repository = originOf(root) ?? packageRepository(root)
  if (repository === undefined || !/^[0-9a-f]{40}$/.test(commit)) return undefined
  return { action: `${repository}@${commit}`, version: `v${version}` }
}

/** Of a clone of a fork, the fork. */
function originOf(root: string): string | undefined {
  if (!existsSync(join(root, '.git'))) return undefined
  const url = git(root, 'remote', 'get-url', 'origin')
  return /github\.com[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(url)?.[1]
}

function packageRepository(root: string): string | undefined {
  return /"repository": "github:([\w.-]+\/[\w.-]+)"/.exec(textOf(join(root, 'package.json')))?.[1]
}

/** `scripts/stamp-release.ts` writes it for the time of packing. */
function packedCommit(root: string): string | undefined {
  return /"commit": "([0-9a-f]{40})"/.exec(textOf(join(root, 'dist/release.json')))?.[1]
}

function holdsAction(folder: string): boolean {
  const text = textOf(join(folder, 'action.yml'))
  return /^name: Millrace$/m.test(text) && text.includes('dist/action/main.js')
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
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
