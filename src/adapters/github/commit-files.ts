import { Failure } from '../../diagnostic/failure.ts'
import type { FileChange } from '../../ports/github.ts'
import type { Client } from './client.ts'
import type { Repository } from './issues.ts'
import { blobSha } from '../../text/blob-sha.ts'
import { committablePath } from './committable-path.ts'
import { swapBranch } from './swap-branch.ts'
import { type TreeFile, treeItems } from './tree-items.ts'

const mostAttempts = 12

interface Entry {
  readonly path: string
  readonly mode: string
  readonly type: string
  readonly sha: string
}

/** Judges what differs against the newest tree each time the branch has moved on (`swap-branch.ts`). */
export async function commitFiles(
  client: Client,
  at: Repository,
  change: FileChange,
  secondMs: number,
): Promise<{ sha: string; paths: readonly string[] } | undefined> {
  for (const file of change.files) committablePath(file.path)
  const uploaded = new Map<string, string>()
  let paths: string[] = []
  const swap = { branch: change.branch, attempts: mostAttempts, secondMs }
  const sha = await swapBranch(client, at, swap, async (head) => {
    const changed = await whatDiffers(client, at, head?.tree ?? '', change.files)
    if (changed.length === 0) return undefined
    paths = changed.map((file) => file.path)
    return { message: change.message, tree: await treeItems(client, at, changed, uploaded) }
  })
  return sha === undefined ? undefined : { sha, paths }
}

async function whatDiffers(
  client: Client,
  at: Repository,
  rootSha: string,
  files: FileChange['files'],
): Promise<readonly TreeFile[]> {
  const trees = new Map<string, readonly Entry[]>()
  const changed: TreeFile[] = []
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
