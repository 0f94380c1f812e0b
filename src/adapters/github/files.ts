import type { ListedFile } from '../../ports/github.ts'
import type { Client } from './client.ts'
import { failureOf } from './failure-of.ts'
import type { Repository } from './issues.ts'

export async function readFile(
  client: Client,
  at: Repository,
  path: string,
  ref: string,
): Promise<Uint8Array | undefined> {
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/contents/{+path}', {
      ...at,
      path: encodePath(path),
      ref,
      mediaType: { format: 'raw' },
      request: { parseSuccessResponseBody: false },
    })
    return await bytesOf(data)
  } catch (thrown) {
    const failure = failureOf(thrown, `reading ${path} at ${ref}`)
    if (failure.code === 'github/not-found') return undefined
    throw failure
  }
}

export async function listFiles(
  client: Client,
  at: Repository,
  folder: string,
  ref: string,
): Promise<readonly ListedFile[]> {
  const entries = await listFolder(client, at, folder, ref)
  return entries.filter(({ type }) => type === 'file').map(({ path, sha }) => ({ path, sha }))
}

interface Entry extends ListedFile {
  readonly type: string
  readonly name: string
}

/** The files and folders of a folder, itself only; empty when it is not there. */
export async function listFolder(
  client: Client,
  at: Repository,
  folder: string,
  ref: string,
): Promise<readonly Entry[]> {
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/contents/{+path}', {
      ...at,
      path: encodePath(folder),
      ref,
    })
    const entries: unknown = data
    return Array.isArray(entries) ? entries.filter(isEntry) : []
  } catch (thrown) {
    const failure = failureOf(thrown, `listing ${folder} at ${ref}`)
    if (failure.code === 'github/not-found') return []
    throw failure
  }
}

function isEntry(entry: unknown): entry is Entry {
  return typeof entry === 'object' && entry !== null && 'type' in entry && 'path' in entry
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (!(body instanceof ReadableStream)) return new TextEncoder().encode(String(body))
  return new Response(body).bytes()
}
