import type { Dispatcher } from 'undici'
import { Failure } from '../../diagnostic/failure.ts'
import type { HttpMethod } from '../../ports/ports.ts'
import { safeAddress, splitCredentials } from './address.ts'

const mostRedirects = 20
const redirects = new Set([300, 301, 302, 303, 307, 308])

/** One request of a chain of redirects. */
export interface Hop {
  readonly url: URL
  readonly method: HttpMethod
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** The last answer of a chain, and where it came from. */
export interface Followed {
  readonly response: Dispatcher.ResponseData
  readonly url: URL
}

/**
 * Follows redirects, as many as 20; the last answer is given back whatever it is. All of the author's headers stay
 * behind for good when the origin changes: any of them may hold a secret, and the new host is of another's choosing.
 * A body is not sent there either; where the redirect asks for that it throws a `Failure` (`http/redirect`).
 */
export async function follow(
  start: Omit<Hop, 'url'> & { readonly url: string },
  ask: (hop: Hop) => Promise<Dispatcher.ResponseData>,
): Promise<Followed> {
  const first = splitCredentials(start.url)
  let hop: Hop = { ...start, url: first.url, headers: { ...first.authorization, ...start.headers } }
  let response = await ask(hop)
  for (let followed = 0; followed < mostRedirects; followed += 1) {
    const next = redirected(hop, response)
    if (next === undefined) break
    await response.body.dump()
    hop = next
    response = await ask(hop)
  }
  return { response, url: hop.url }
}

/** Where an answer leads to; `undefined` if it is no redirect, or one to nowhere. */
function redirected(from: Hop, { statusCode, headers }: Dispatcher.ResponseData): Hop | undefined {
  const location = redirects.has(statusCode) ? [headers['location']].flat()[0] : undefined
  const target = location === undefined ? null : URL.parse(location, from.url.href)
  if (target === null) return undefined
  const { url, authorization } = splitCredentials(target.href)
  const isHome = url.origin === from.url.origin
  const kept = isHome ? from.headers : {}
  if (becomesGet(statusCode, from.method))
    return { url, method: 'GET', headers: { ...withoutBody(kept), ...authorization }, body: undefined }
  if (!isHome && from.body !== undefined) throw strayed(from, url)
  return { url, method: from.method, headers: { ...kept, ...authorization }, body: from.body }
}

/** As browsers do it: what was posted is not posted again, but for a 307 and a 308. */
function becomesGet(status: number, method: string): boolean {
  if (status === 303) return method !== 'GET'
  return (status === 301 || status === 302) && method === 'POST'
}

function withoutBody(headers: Hop['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('content-')))
}

function strayed({ url, method }: Hop, to: URL): Failure {
  return new Failure(
    'http/redirect',
    `${method} ${safeAddress(url.href)} is redirected to another origin (${to.origin}), to which its body is not sent`,
    { help: 'Write the address it leads to, if that is where the body should go' },
  )
}
