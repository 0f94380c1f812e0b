import type { Dispatcher } from 'undici'
import { splitCredentials } from './address.ts'

const mostRedirects = 20
const redirects = new Set([300, 301, 302, 303, 307, 308])

/** One request of a chain of redirects. */
interface Hop {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Follows redirects, as many as 20; the last answer is given back whatever it is. All of the author's headers stay
 * behind for good when the origin changes: any of them may hold a secret, and the new host is of another's choosing.
 */
export async function follow(
  { url, headers }: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
  get: (hop: Hop) => Promise<Dispatcher.ResponseData>,
): Promise<Dispatcher.ResponseData> {
  const first = splitCredentials(url)
  let hop: Hop = { url: first.url, headers: { ...first.authorization, ...headers } }
  let response = await get(hop)
  for (let followed = 0; followed < mostRedirects; followed += 1) {
    const next = redirected(hop, response)
    if (next === undefined) return response
    await response.body.dump()
    hop = next
    response = await get(hop)
  }
  return response
}

/** Where an answer leads to; `undefined` if it is no redirect, or one to nowhere. */
function redirected(from: Hop, { statusCode, headers }: Dispatcher.ResponseData): Hop | undefined {
  const location = redirects.has(statusCode) ? [headers['location']].flat()[0] : undefined
  const target = location === undefined ? null : URL.parse(location, from.url.href)
  if (target === null) return undefined
  const { url, authorization } = splitCredentials(target.href)
  const kept = url.origin === from.url.origin ? from.headers : {}
  return { url, headers: { ...kept, ...authorization } }
}
