import type { Client } from './client.ts'
import { failureOf } from './failure-of.ts'
import type { Repository } from './issues.ts'
import { hasMarker, withMarker } from './marker.ts'

export async function comment(
  client: Client,
  at: Repository,
  number: number,
  body: string,
): Promise<{ url: string }> {
  try {
    const { data } = await client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...at,
      issue_number: number,
      body,
    })
    return { url: data.html_url }
  } catch (thrown) {
    throw failureOf(thrown, `commenting on #${number}`)
  }
}

interface Sticky {
  readonly number: number
  readonly key: string
  readonly body: string
  readonly author: string
}

export async function upsertComment(
  client: Client,
  at: Repository,
  sticky: Sticky,
): Promise<{ url: string; change: 'created' | 'updated' | 'unchanged' }> {
  const updated = await updateComment(client, at, sticky)
  if (updated !== undefined) return updated
  const { url } = await comment(client, at, sticky.number, withMarker(sticky.key, sticky.body))
  return { url, change: 'created' }
}

/** `undefined`: there is none. */
export async function updateComment(
  client: Client,
  at: Repository,
  sticky: Sticky,
): Promise<{ url: string; change: 'updated' | 'unchanged' } | undefined> {
  const body = withMarker(sticky.key, sticky.body)
  const mine = await findComment(client, at, sticky)
  if (mine === undefined) return undefined
  if (sameText(mine.body, body)) return { url: mine.url, change: 'unchanged' }
  try {
    const { data } = await client.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      ...at,
      comment_id: mine.id,
      body,
    })
    return { url: data.html_url, change: 'updated' }
  } catch (thrown) {
    throw failureOf(thrown, `updating a comment on #${sticky.number}`)
  }
}

/** The oldest comment with the key that we wrote ourselves: anyone can copy a marker into a comment of theirs. */
async function findComment(
  client: Client,
  at: Repository,
  { number, key, author }: Sticky,
): Promise<{ id: number; url: string; body: string } | undefined> {
  try {
    const pages = client.paginate.iterator('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...at,
      issue_number: number,
      per_page: 100,
    })
    for await (const { data } of pages) {
      const found = data.find((one) => one.user?.login === author && hasMarker(key, one.body))
      if (found !== undefined) return { id: Number(found.id), url: found.html_url, body: found.body ?? '' }
    }
    return undefined
  } catch (thrown) {
    throw failureOf(thrown, `listing the comments of #${number}`)
  }
}

/** GitHub stores line ends its own way. */
function sameText(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n').trim() === other.replaceAll('\r\n', '\n').trim()
}
