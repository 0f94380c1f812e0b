import { isUtf8 } from 'node:buffer'
import { setTimeout as sleep } from 'node:timers/promises'
import { Bug, Failure } from '../../diagnostic/failure.ts'
import type { FileChange } from '../../ports/github.ts'
import type { Client } from './client.ts'
import { failureOf } from './failure-of.ts'
import type { Repository } from './issues.ts'
import { blobSha } from '../../text/blob-sha.ts'
import { committablePath } from './committable-path.ts'

const mostAttempts = 12
const largestInline = 256 * 1024

interface Entry {
  readonly path: string
  readonly mode: string
  readonly type: string
  readonly sha: string
}

interface Changed {
  readonly path: string
  readonly mode: '100644' | '100755'
  readonly bytes: Uint8Array
}

/**
 * Compare-and-swap on the branch. A lost race is answered 422 "not a fast forward" (or 409), and then everything
 * from reading the branch on is made again: what differs is judged against the newest tree, never an older one.
 */
export async function commitFiles(
  client: Client,
  at: Repository,
  change: FileChange,
  secondMs: number,
): Promise<{ sha: string; paths: readonly string[] } | undefined> {
  for (const file of change.files) committablePath(file.path)
  const uploaded = new Map<string, string>()
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryCommit(client, at, change, uploaded)
    } catch (thrown) {
      if (thrown instanceof Bug) throw thrown
      const failure = failureOf(thrown, `committing to ${change.branch}`)
      if (!isLostRace(failure) || attempt === mostAttempts) throw failure
      await sleep(Math.random() * Math.min(8, 2 ** attempt / 4) * secondMs)
    }
  }
}

function isLostRace(failure: Failure): boolean {
  return failure.code === 'github/conflict' || /not a fast.forward/i.test(failure.message)
}

async function tryCommit(
  client: Client,
  at: Repository,
  change: FileChange,
  uploaded: Map<string, string>,
): Promise<{ sha: string; paths: readonly string[] } | undefined> {
  const ref = `heads/${change.branch}`
  const { data: branch } = await client.request('GET /repos/{owner}/{repo}/git/ref/{+ref}', { ...at, ref })
  const parent = branch.object.sha
  const { data: head } = await client.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
    ...at,
    commit_sha: parent,
  })
  const changed = await whatDiffers(client, at, head.tree.sha, change.files)
  if (changed.length === 0) return undefined
  for (const file of changed) if (!goesInline(file)) await upload(client, at, file, uploaded)
  const tree = changed.map((file) => ({
    path: file.path,
    mode: file.mode,
    type: 'blob' as const,
    ...(goesInline(file) ? { content: Buffer.from(file.bytes).toString() } : { sha: blobOf(file, uploaded) }),
  }))
  const { data: made } = await client.request('POST /repos/{owner}/{repo}/git/trees', {
    ...at,
    base_tree: head.tree.sha,
    tree,
  })
  const { data: commit } = await client.request('POST /repos/{owner}/{repo}/git/commits', {
    ...at,
    message: change.message,
    tree: made.sha,
    parents: [parent],
  })
  await client.request('PATCH /repos/{owner}/{repo}/git/refs/{+ref}', {
    ...at,
    ref,
    sha: commit.sha,
    force: false,
  })
  return { sha: commit.sha, paths: changed.map((file) => file.path) }
}

async function whatDiffers(
  client: Client,
  at: Repository,
  rootSha: string,
  files: FileChange['files'],
): Promise<readonly Changed[]> {
  const trees = new Map<string, readonly Entry[]>()
  const changed: Changed[] = []
  for (const { path, bytes } of files) {
    const entry = await entryAt(client, at, rootSha, path, trees)
    if (entry !== undefined && (entry.type !== 'blob' || entry.mode === '120000')) {
      throw new Failure('github/invalid', `${path} is not a plain file in the repository`)
    }
    if (entry?.sha === blobSha(bytes)) continue
    changed.push({ path, bytes, mode: entry?.mode === '100755' ? '100755' : '100644' })
  }
  return changed
}

/** Walks down folder by folder: the recursive tree of a large repository is cut short, a single level is not. */
async function entryAt(
  client: Client,
  at: Repository,
  rootSha: string,
  path: string,
  trees: Map<string, readonly Entry[]>,
): Promise<Entry | undefined> {
  let treeSha = rootSha
  let entry: Entry | undefined
  for (const [index, name] of path.split('/').entries()) {
    if (index > 0 && entry?.type !== 'tree') return undefined
    treeSha = entry?.sha ?? treeSha
    entry = (await treeOf(client, at, treeSha, trees)).find((one) => one.path === name)
  }
  return entry
}

async function treeOf(
  client: Client,
  at: Repository,
  sha: string,
  trees: Map<string, readonly Entry[]>,
): Promise<readonly Entry[]> {
  const known = trees.get(sha)
  if (known !== undefined) return known
  const { data } = await client.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
    ...at,
    tree_sha: sha,
  })
  trees.set(sha, data.tree)
  return data.tree
}

/** Small texts travel in the tree itself: GitHub wants a second between writes, and each blob would be one. */
function goesInline({ bytes }: Changed): boolean {
  return bytes.length <= largestInline && isUtf8(bytes)
}

/** GitHub takes a missing blob for "delete the file", so one must be there. */
function blobOf({ path }: Changed, uploaded: ReadonlyMap<string, string>): string {
  const sha = uploaded.get(path)
  if (sha === undefined) throw new Bug(`the blob of ${path} was not made before its tree`)
  return sha
}

async function upload(
  client: Client,
  at: Repository,
  file: Changed,
  uploaded: Map<string, string>,
): Promise<void> {
  if (uploaded.has(file.path)) return
  const { data } = await client.request('POST /repos/{owner}/{repo}/git/blobs', {
    ...at,
    content: Buffer.from(file.bytes).toString('base64'),
    encoding: 'base64',
  })
  uploaded.set(file.path, data.sha)
}
