import { Failure } from '../../../diagnostic/failure.ts'
import type { HttpAnswer, HttpRequest } from '../../../ports/ports.ts'
import { createMask } from '../../../text/mask.ts'
import { withQueryValue } from '../../../text/query-value.ts'
import type { StepContext } from '../../step.ts'
import type { Auth } from './auth-options.ts'
import type { HttpOptions } from './http-options.ts'
import { forgetToken, tokenFor } from './oauth-token.ts'
import { heedLimits, longestWaitMs, seconds, takeTurn } from './pace.ts'
import { encodeBody } from './request-body.ts'
import { tellOnce } from '../tell-once.ts'

/** One thing asked of an address, before it is said who asks. */
export interface Call {
  readonly url: string
  readonly body?: unknown
}

type Context = StepContext<HttpOptions>
type Conditions = Pick<HttpRequest, 'known' | 'rest'>

/** So often in a row a server may put one request off. */
const mostWaits = 5
const puttingOff = new Set([403, 429, 503])

/**
 * Asks as the options say, in its turn, and again when the server says how long to wait. Throws a `Failure`
 * (`http/status`, `http/rate-limit`, `http/token`, …).
 */
export async function askAddress(
  call: Call,
  context: Context,
  conditions: Conditions = {},
): Promise<HttpAnswer> {
  const { origin, host } = new URL(call.url)
  let waitedMs = 0
  for (let waits = 0; ; waits += 1) {
    await takeTurn(origin, context.options.rateLimit, context)
    try {
      const answer = await askAs(call, context, conditions)
      heedLimits(origin, answer.headers, context)
      sayWhatStayed(call, answer, context)
      return answer
    } catch (error) {
      const wait = waitAsked(error)
      if (wait !== undefined && waits >= mostWaits) throw waitedInVain(error, waitedMs)
      if (wait === undefined) throw tooLongToWait(error)
      waitedMs += wait.ms
      context.log(`waiting ${seconds(wait.ms)}: ${host} answered ${wait.status}`)
      await context.ports.clock.sleep(wait.ms, context.signal)
    }
  }
}

function waitAsked(error: unknown): { readonly ms: number; readonly status: number } | undefined {
  if (!(error instanceof Failure) || error.code !== 'http/status') return undefined
  const { retryAfterMs: ms, facts } = error
  const { httpStatus: status } = facts
  if (ms === undefined || status === undefined || ms > longestWaitMs) return undefined
  return puttingOff.has(status) ? { ms, status } : undefined
}

/** Of a server that wants to be left alone for longer than anybody waits, how long that is. */
function tooLongToWait(error: unknown): unknown {
  if (!(error instanceof Failure) || (error.retryAfterMs ?? 0) <= longestWaitMs) return error
  return error.retold(
    `${error.message}; it wants to be left alone for ${seconds(error.retryAfterMs ?? 0)}`,
    'Run it again after that: more than 15 minutes are not waited for',
  )
}

/** Of a server that puts off whoever has waited as long as it asked for. */
function waitedInVain(error: unknown, waitedMs: number): unknown {
  if (!(error instanceof Failure)) return error
  return error.retold(
    `${error.message}; it was waited for ${mostWaits} times, ${seconds(waitedMs)} in all, as it asked`,
    'Ask less often with `rate-limit`, or run it again later',
  )
}

/** A token that the server does not take any more is fetched anew, once. */
async function askAs(call: Call, context: Context, conditions: Conditions): Promise<HttpAnswer> {
  const { auth } = context.options
  if (auth?.kind !== 'oauth2') return send(call, context, conditions, auth)
  const token = await tokenFor(auth, context)
  try {
    return await send(call, context, conditions, { kind: 'bearer', token })
  } catch (error) {
    if (!(error instanceof Failure) || error.facts.httpStatus !== 401) throw error
    forgetToken(auth, token, context)
    const fresh = await tokenFor(auth, context)
    return send(call, context, conditions, { kind: 'bearer', token: fresh })
  }
}

function send(
  { url, body }: Call,
  { options, ports, signal, mask }: Context,
  conditions: Conditions,
  auth: Exclude<Auth, { readonly kind: 'oauth2' }> | undefined,
): Promise<HttpAnswer> {
  const encoded = body === undefined ? undefined : encodeBody(body)
  const ofAuth = createMask(secretsOf(auth))
  return ports.http.request({
    url: auth?.kind === 'query' ? withQueryValue(url, auth.name, auth.value) : url,
    ...(options.method === undefined ? {} : { method: options.method }),
    headers: {
      ...(encoded === undefined ? {} : { 'content-type': encoded.contentType }),
      ...lowerCased(options.headers),
      ...headerOf(auth),
    },
    ...(encoded === undefined ? {} : { body: encoded.text }),
    signal,
    mask: (text) => ofAuth(mask(text)),
    ...conditions,
  })
}

function lowerCased(headers: HttpOptions['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function headerOf(auth: Exclude<Auth, { readonly kind: 'oauth2' }> | undefined): Record<string, string> {
  switch (auth?.kind) {
    case 'bearer':
      return { authorization: `Bearer ${auth.token}` }
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}` }
    case 'header':
      return { [auth.name.toLowerCase()]: auth.value }
    case 'query':
    case undefined:
    default:
      return {}
  }
}

function secretsOf(auth: Exclude<Auth, { readonly kind: 'oauth2' }> | undefined): string[] {
  if (auth === undefined) return []
  if (auth.kind === 'bearer') return [auth.token]
  return [auth.kind === 'basic' ? auth.password : auth.value]
}

/** Whether a request of the step carries something that is meant for one origin. */
export function carriesSecrets(url: string, { headers, auth, body }: HttpOptions): boolean {
  const { username, password } = new URL(url)
  const isBare = auth === undefined && body === undefined && Object.keys(headers).length === 0
  return !isBare || username !== '' || password !== ''
}

function sayWhatStayed({ url }: Call, answer: HttpAnswer, context: Context): void {
  const [from, to] = [new URL(url), new URL(answer.url)]
  if (from.origin === to.origin || !carriesSecrets(url, context.options)) return
  tellOnce(context, `${from.host} redirects to ${to.origin}: "headers" and "auth" are not sent there`)
}
