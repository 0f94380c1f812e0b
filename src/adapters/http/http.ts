import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { Failure } from '../../diagnostic/failure.ts'
import type { Clock, Http, HttpAnswer, HttpRequest } from '../../ports/ports.ts'
import { Arrivals } from './arrivals.ts'
import { conditionHeaders, isAnswer, requireRest, validatorsOf } from './conditions.ts'
import { decodeBody } from './decode-body.ts'
import { type Followed, follow } from './follow.ts'
import { bodyFailure, connectionFailure, statusFailure } from './http-failure.ts'
import { readStart } from './read-start.ts'

/**
 * HTTP by undici's `request`: redirects followed, the author's headers do not cross origins. Content encodings are
 * undone here, because `fetch` takes an encoded body that breaks off for a whole one.
 */
export function createHttp(clock: Pick<Clock, 'now'>): Http {
  return { request: (request) => answerTo(request, clock) }
}

async function answerTo(request: HttpRequest, clock: Pick<Clock, 'now'>): Promise<HttpAnswer> {
  const { response, url } = await connect(request)
  const { statusCode: status } = response
  const headers = flat(response.headers)
  const arrivals = new Arrivals(response.body)
  const body = decodeBody(arrivals, headers['content-encoding'])
  if (!isAnswer(status, request)) {
    // Not loaded before it is needed: it takes longer to load than Node takes to start.
    const { STATUS_CODES } = await import('node:http')
    throw statusFailure({
      url: request.url,
      method: request.method ?? 'GET',
      status,
      statusText: STATUS_CODES[status] ?? '',
      headers,
      body: await readStart(body),
      mask: request.mask ?? ((text) => text),
      now: clock.now(),
    })
  }
  try {
    requireRest(request, status, headers)
  } catch (error) {
    response.body.destroy()
    throw error
  }
  return {
    status,
    headers,
    url: url.href,
    validators: validatorsOf(headers),
    body: bodyOf(request, { connection: response.body, arrivals, body }),
  }
}

async function connect(request: HttpRequest): Promise<Followed> {
  const { url, method = 'GET', headers, body, signal } = request
  try {
    const undici = await import('undici')
    dispatcher ??= new (process.env['NODE_USE_ENV_PROXY'] === '1' ? undici.EnvHttpProxyAgent : undici.Agent)()
    const through = dispatcher
    const conditions = conditionHeaders(request)
    return await follow({ url, method, headers: lowerCased(headers), body }, (hop) =>
      undici.request(hop.url, {
        method: hop.method,
        headers: { ...ownHeaders, ...hop.headers, ...conditions },
        ...(hop.body === undefined ? {} : { body: hop.body }),
        signal,
        dispatcher: through,
      }),
    )
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof Failure ? error : connectionFailure(url, error, method)
  }
}

const ownHeaders = { 'user-agent': 'millrace', accept: '*/*', 'accept-encoding': 'gzip, br' }

function lowerCased(headers: HttpRequest['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
}

/** Made when it is first asked for; of our own, for the one of the process belongs to another version. */
let dispatcher: Dispatcher | undefined

function flat(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}

interface Body {
  readonly connection: Readable
  readonly arrivals: Arrivals
  readonly body: AsyncIterable<Buffer | string>
}

/** A generator that nobody has begun does not hear that it is over: the connection is told besides. */
function bodyOf(request: HttpRequest, { connection, arrivals, body: decoded }: Body): Readable {
  const body = Readable.from(readBody(request, arrivals, decoded), { objectMode: false })
  return body.once('close', () => connection.destroy())
}

async function* readBody(
  request: HttpRequest,
  arrivals: Arrivals,
  body: Body['body'],
): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  } catch (error) {
    request.signal.throwIfAborted()
    throw bodyFailure(request.url, error, { bytes: arrivals.bytes, method: request.method ?? 'GET' })
  }
}
