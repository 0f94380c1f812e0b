import { setTimeout as sleep } from 'node:timers/promises'
import { Bug, type Failure } from '../../diagnostic/failure.ts'
import type { Client } from './client.ts'
import { failureOf } from './failure-of.ts'
import type { Repository } from './issues.ts'

/** What the branch points to. */
export interface Head {
  readonly commit: string
  readonly tree: string
  readonly message: string
}

/** A file of a new tree: with its text or the name of its blob; without either it is removed. */
export interface TreeItem {
  readonly path: string
  readonly mode: '100644' | '100755'
  readonly type: 'blob'
  readonly content?: string
  readonly sha?: string | null
}

export interface Proposal {
  readonly tree: readonly TreeItem[]
  readonly message: string
}

interface Swap {
  readonly branch: string
  /** Make the branch, without any history, where it is not there. Otherwise that is a failure. */
  readonly create?: true
  readonly attempts: number
  /** How long a second of waiting lasts. */
  readonly secondMs: number
}

/**
 * Compare-and-swap on a branch: reads where it stands, asks what is to change there, commits that on top. A lost race
 * is answered 422 "not a fast forward" (or 409, or 422 "already exists" where the branch is new), and then everything
 * from reading the branch on is made again: `propose` judges by the newest tree, never by an older one. What it
 * answers `undefined` to is left as it is.
 */
export async function swapBranch(
  client: Client,
  at: Repository,
  swap: Swap,
  propose: (head: Head | undefined) => Promise<Proposal | undefined>,
): Promise<string | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await trySwap(client, at, swap, propose)
    } catch (thrown) {
      if (thrown instanceof Bug) throw thrown
      const failure = failureOf(thrown, `committing to ${swap.branch}`)
      if (!isLostRace(failure) || attempt === swap.attempts) throw failure
      await sleep(Math.random() * Math.min(8, 2 ** attempt / 4) * swap.secondMs)
    }
  }
}

function isLostRace({ code, message }: Failure): boolean {
  return code === 'github/conflict' || /not a fast.forward|reference already exists/i.test(message)
}

async function trySwap(
  client: Client,
  at: Repository,
  { branch, create }: Swap,
  propose: (head: Head | undefined) => Promise<Proposal | undefined>,
): Promise<string | undefined> {
  const head = await headOf(client, at, branch, create === true)
  const proposal = await propose(head)
  if (proposal === undefined) return undefined
  const { data: tree } = await client.request('POST /repos/{owner}/{repo}/git/trees', {
    ...at,
    ...(head === undefined ? {} : { base_tree: head.tree }),
    tree: [...proposal.tree],
  })
  const { data: commit } = await client.request('POST /repos/{owner}/{repo}/git/commits', {
    ...at,
    message: proposal.message,
    tree: tree.sha,
    parents: head === undefined ? [] : [head.commit],
  })
  await pointTo(client, at, { branch, isNew: head === undefined, sha: commit.sha })
  return commit.sha
}

/** `undefined`: there is no such branch, and that is allowed. */
export async function headOf(
  client: Client,
  at: Repository,
  branch: string,
  mayLack: boolean,
): Promise<Head | undefined> {
  const sha = await refOf(client, at, branch, mayLack)
  if (sha === undefined) return undefined
  const { data } = await client.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
    ...at,
    commit_sha: sha,
  })
  return { commit: sha, tree: data.tree.sha, message: data.message }
}

async function refOf(
  client: Client,
  at: Repository,
  branch: string,
  mayLack: boolean,
): Promise<string | undefined> {
  try {
    const ref = `heads/${branch}`
    const { data } = await client.request('GET /repos/{owner}/{repo}/git/ref/{+ref}', { ...at, ref })
    return data.object.sha
  } catch (thrown) {
    const failure = failureOf(thrown, `looking at the branch ${branch}`)
    if (mayLack && failure.code === 'github/not-found') return undefined
    throw thrown
  }
}

async function pointTo(
  client: Client,
  at: Repository,
  { branch, isNew, sha }: { readonly branch: string; readonly isNew: boolean; readonly sha: string },
): Promise<void> {
  const ref = `heads/${branch}`
  if (isNew) await client.request('POST /repos/{owner}/{repo}/git/refs', { ...at, ref: `refs/${ref}`, sha })
  else await client.request('PATCH /repos/{owner}/{repo}/git/refs/{+ref}', { ...at, ref, sha, force: false })
}
