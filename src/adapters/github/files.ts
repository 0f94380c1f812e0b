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
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/contents/{+path}', {
      ...at,
      path: encodePath(folder),
      ref,
    })
    const entries: unknown = data
    return Array.isArray(entries) ? entries.filter(isFile).map(({ path, sha }) => ({ path, sha })) : []
  } catch (thrown) {
    const failure = failureOf(thrown, `listing ${folder} at ${ref}`)
    if (failure.code === 'github/not-found') return []
    throw failure
  }
}

function isFile(entry: unknown): entry is ListedFile {
  return typeof entry === 'object' && entry !== null && 'type' in entry && entry.type === 'file'
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (!(body instanceof ReadableStream)) return new TextEncoder().encode(String(body))
  return new Response(body).bytes()
}
