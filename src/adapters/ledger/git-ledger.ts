import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Failure } from '../../diagnostic/failure.ts'
import { ledgerBranch } from '../../ledger/branch-files.ts'
import type { LedgerQuery, LedgerRuns } from '../../ports/ledger.ts'
import { type BranchFiles, readBranch } from './branch-reader.ts'

const runGit = promisify(execFile)
const fetched = `refs/remotes/origin/${ledgerBranch}`
const largestFile = 64 * 1024 * 1024

/**
 * Reads the ledger's branch of the remote `origin` through git, with whatever access git has. When it cannot be fetched,
 * what was fetched last is read, and that is among the notes. Throws a `Failure` when there is none.
 */
export async function readRemoteLedger(workspace: string, query: LedgerQuery): Promise<LedgerRuns> {
  const stale = await fetchBranch(workspace)
  if (stale === 'none')
    return { runs: [], notes: [`origin has no branch ${ledgerBranch}: no run was kept yet`] }
  const { runs, notes } = await readBranch(filesOf(workspace), query)
  return { runs, notes: [...(stale === undefined ? [] : [stale]), ...notes] }
}

/** What is to be said of the branch that is there now; `none`: the remote has no such branch. */
async function fetchBranch(workspace: string): Promise<string | undefined> {
  try {
    await git(workspace, [
      'fetch',
      '--quiet',
      '--no-tags',
      'origin',
      `+refs/heads/${ledgerBranch}:${fetched}`,
    ])
    return undefined
  } catch (thrown) {
    const said = whatGitSaid(thrown)
    if (said.includes("couldn't find remote ref")) return 'none'
    const failure = new Failure(
      'git/fetch',
      `the branch ${ledgerBranch} of origin cannot be fetched: ${said}`,
      {
        help: `try \`git fetch origin ${ledgerBranch}\``,
      },
    )
    if (!(await isThere(workspace))) throw failure
    return `${failure.message}; this is what was fetched last`
  }
}

async function isThere(workspace: string): Promise<boolean> {
  return git(workspace, ['rev-parse', '--verify', '--quiet', fetched]).then(
    () => true,
    () => false,
  )
}

function filesOf(workspace: string): BranchFiles {
  return {
    list: async (folder) => {
      const listed = await git(workspace, ['ls-tree', '--name-only', `${fetched}:${folder}`]).catch(() => '')
      return listed.split('\n').filter((name) => name !== '')
    },
    read: (path) => git(workspace, ['cat-file', 'blob', `${fetched}:${path}`]).catch(() => undefined),
  }
}

async function git(cwd: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' }
  const { stdout } = await runGit('git', [...args], { cwd, env, maxBuffer: largestFile })
  return stdout
}

function whatGitSaid(thrown: unknown): string {
  const said = thrown instanceof Error && 'stderr' in thrown ? String(thrown.stderr) : String(thrown)
  const [line = ''] = said.trim().split('\n')
  return line.replace(/^fatal: /, '')
}
