import { isUtf8 } from 'node:buffer'
import { Bug } from '../../diagnostic/failure.ts'
import { blobSha } from '../../text/blob-sha.ts'
import type { Client } from './client.ts'
import type { Repository } from './issues.ts'
import type { TreeItem } from './swap-branch.ts'

const largestInline = 256 * 1024

export interface TreeFile {
  readonly path: string
  readonly mode: '100644' | '100755'
  readonly bytes: Uint8Array
}

/**
 * Files as the items of a tree. What is large or no text becomes a blob first; `uploaded` has those that were made for an
 * earlier attempt, by git's name of their bytes.
 */
export async function treeItems(
  client: Client,
  at: Repository,
  files: readonly TreeFile[],
  uploaded: Map<string, string>,
): Promise<TreeItem[]> {
  for (const file of files) if (!goesInline(file)) await upload(client, at, file, uploaded)
  return files.map((file) => ({
    path: file.path,
    mode: file.mode,
    type: 'blob',
    ...(goesInline(file) ? { content: Buffer.from(file.bytes).toString() } : { sha: blobOf(file, uploaded) }),
  }))
}

/** Small texts travel in the tree itself: GitHub wants a second between writes, and each blob would be one. */
function goesInline({ bytes }: TreeFile): boolean {
  return bytes.length <= largestInline && isUtf8(bytes)
}

/** GitHub takes a missing blob for "delete the file", so one must be there. */
function blobOf({ path, bytes }: TreeFile, uploaded: ReadonlyMap<string, string>): string {
  const sha = uploaded.get(blobSha(bytes))
  if (sha === undefined) throw new Bug(`the blob of ${path} was not made before its tree`)
  return sha
}

async function upload(
  client: Client,
  at: Repository,
  file: TreeFile,
  uploaded: Map<string, string>,
): Promise<void> {
  const name = blobSha(file.bytes)
  if (uploaded.has(name)) return
  const { data } = await client.request('POST /repos/{owner}/{repo}/git/blobs', {
    ...at,
    content: Buffer.from(file.bytes).toString('base64'),
    encoding: 'base64',
  })
  uploaded.set(name, data.sha)
}
