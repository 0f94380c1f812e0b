import { Failure } from '../../../diagnostic/failure.ts'
import type { Http, HttpAnswer } from '../../../ports/ports.ts'
import { createMask } from '../../../text/mask.ts'
import type { StepContext } from '../../step.ts'
import type { OAuth2 } from './auth-options.ts'

interface Token {
  readonly value: string
  /** In milliseconds since 1970. */
  readonly until: number
}

/** The tokens of this process, and those that are being fetched. */
interface Kept {
  readonly tokens: Map<string, Token>
  readonly coming: Map<string, Promise<Token>>
}

const keptBy = new WeakMap<Http, Kept>()

function keptOf(http: Http): Kept {
  const kept = keptBy.get(http) ?? { tokens: new Map(), coming: new Map() }
  keptBy.set(http, kept)
  return kept
}

type Context = Pick<StepContext, 'ports' | 'signal' | 'mask' | 'hide'>

/**
 * A token for the client, fetched once and kept while it lasts; it is hidden in whatever the run tells before anyone
 * has it. Throws a `Failure` (`http/token`).
 */
export async function tokenFor(client: OAuth2, context: Context): Promise<string> {
  const { tokens } = keptOf(context.ports.http)
  const key = JSON.stringify(client)
  const known = tokens.get(key)
  const isGood = known !== undefined && known.until > context.ports.clock.now().getTime()
  const token = isGood ? known : await shared(key, client, context)
  context.hide(token.value)
  tokens.set(key, token)
  return token.value
}

/** The server does not take it any more. */
export function forgetToken(client: OAuth2, value: string, { ports }: Pick<StepContext, 'ports'>): void {
  const { tokens } = keptOf(ports.http)
  const key = JSON.stringify(client)
  if (tokens.get(key)?.value === value) tokens.delete(key)
}

/** Steps that run side by side fetch one token. One that waits for another's, which fails, fetches its own. */
async function shared(key: string, client: OAuth2, context: Context): Promise<Token> {
  const { coming } = keptOf(context.ports.http)
  const theirs = coming.get(key)
  const token = theirs === undefined ? undefined : await theirs.catch(() => undefined)
  context.signal.throwIfAborted()
  if (token !== undefined) return token
  const mine = fetchToken(client, context).finally(() => coming.delete(key))
  coming.set(key, mine)
  return mine
}

async function fetchToken(client: OAuth2, context: Context): Promise<Token> {
  const { ports, signal } = context
  const asked = ports.clock.now().getTime()
  const answer = await ports.http
    .request({ ...tokenRequest(client), signal, mask: maskOf(client, context) })
    .catch((error: unknown) => {
      throw refused(error)
    })
  const { value, lastsMs } = readToken(await said(answer), client)
  context.hide(value)
  // A token that ends while it is on its way is of no use.
  return { value, until: asked + lastsMs - Math.min(30_000, lastsMs / 10) }
}

function maskOf({ clientId, clientSecret }: OAuth2, { mask }: Context): (told: string) => string {
  const ofClient = createMask([clientSecret, `${formText(clientId)}:${formText(clientSecret)}`])
  return (told) => ofClient(mask(told))
}

/** RFC 6749, 2.3.1 and 4.4.2. */
function tokenRequest(client: OAuth2) {
  const { tokenUrl: url, clientId, clientSecret, scope, audience, send } = client
  const pair = Buffer.from(`${formText(clientId)}:${formText(clientSecret)}`).toString('base64')
  const fields = {
    grant_type: 'client_credentials',
    ...(scope === undefined ? {} : { scope }),
    ...(audience === undefined ? {} : { audience }),
    ...(send === 'body' ? { client_id: clientId, client_secret: clientSecret } : {}),
  }
  return {
    url,
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      ...(send === 'header' ? { authorization: `Basic ${pair}` } : {}),
    },
    body: new URLSearchParams(fields).toString(),
  } as const
}

function formText(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1)
}

function refused(error: unknown): unknown {
  if (!(error instanceof Failure)) return error
  const { message, retryable, retryAfterMs, facts, cause } = error
  return new Failure('http/token', `no token: ${message}`, {
    cause,
    retryable,
    facts,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    help: 'Check "token-url", "client-id" and "client-secret"; some servers want "send: body"',
  })
}

const mostBytes = 1_000_000

/** What is longer than any token is not read to its end: nothing was said then. */
async function said({ body }: HttpAnswer): Promise<string> {
  const read: Buffer[] = []
  const chunks: AsyncIterable<Buffer> = body
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > mostBytes) return ''
    read.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(read))
}

/** What came is not shown: it may hold a token. */
function readToken(answer: string, { tokenUrl }: OAuth2): { value: string; lastsMs: number } {
  const { access_token: value, token_type: type = 'bearer', expires_in: lasts } = objectOf(answer)
  const server = URL.parse(tokenUrl)?.host ?? 'the server'
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/u.test(value))
    throw new Failure('http/token', `no token: the answer of ${server} holds no "access_token"`, {
      help: 'Check "token-url"',
    })
  if (String(type).toLowerCase() !== 'bearer')
    throw new Failure('http/token', `no token: what ${server} gives out is no bearer token`)
  const seconds = Number(lasts ?? Number.NaN)
  return {
    value,
    lastsMs: Number.isFinite(seconds) ? Math.max(0, seconds) * 1000 : Number.MAX_SAFE_INTEGER / 2,
  }
}

function objectOf(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
