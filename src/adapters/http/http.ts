import { pipeline, Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Dispatcher } from 'undici'
import type { Clock, Http } from '../../ports/ports.ts'
import { follow } from './follow.ts'
import { bodyFailure, connectionFailure, statusFailure } from './http-failure.ts'

type Request = Parameters<Http['get']>[0]

const excerptBytes = 65_536

/**
 * HTTP by undici's `request`: redirects followed, the author's headers do not cross origins. Content encodings are
 * undone here, because `fetch` takes an encoded body that breaks off for a whole one.
 */
export function createHttp(clock: Pick<Clock, 'now'>): Http {
  return { get: (request) => get(request, clock) }
}

async function get(request: Request, clock: Pick<Clock, 'now'>): ReturnType<Http['get']> {
  const response = await connect(request)
  const { statusCode } = response
  const headers = flat(response.headers)
  const body = decoded(response.body, headers['content-encoding'])
  if (statusCode < 200 || statusCode > 299) {
    // Not loaded before it is needed: it takes longer to load than Node takes to start.
    const { STATUS_CODES } = await import('node:http')
    throw statusFailure({
      url: request.url,
      status: statusCode,
      statusText: STATUS_CODES[statusCode] ?? '',
      retryAfter: headers['retry-after'] ?? null,
      body: await readStart(body),
      mask: request.mask ?? ((text) => text),
      now: clock.now(),
    })
  }
  return {
    status: statusCode,
    headers,
    body: Readable.from(readBody(request, body), { objectMode: false }),
  }
}

async function connect({ url, headers, signal }: Request): Promise<Dispatcher.ResponseData> {
  try {
    const undici = await import('undici')
    dispatcher ??= new (process.env['NODE_USE_ENV_PROXY'] === '1' ? undici.EnvHttpProxyAgent : undici.Agent)()
    const through = dispatcher
    return await follow({ url, headers: lowerCased(headers) }, (hop) =>
      undici.request(hop.url, {
        headers: { 'user-agent': 'millrace', accept: '*/*', 'accept-encoding': 'gzip, br', ...hop.headers },
        signal,
        dispatcher: through,
      }),
    )
  } catch (error) {
    signal.throwIfAborted()
    throw connectionFailure(url, error)
  }
}

function lowerCased(headers: Request['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
}

/** Made when it is first asked for; of our own, for the one of the process belongs to another version. */
let dispatcher: Dispatcher | undefined

const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** The body without its encodings, the last one undone first; what is not known stays as it is. */
function decoded(body: Readable, encoding: string | undefined): NodeJS.ReadableStream {
  return (encoding ?? '')
    .split(',')
    .map((name) => decoders[name.trim().toLowerCase()])
    .filter((decoder) => decoder !== undefined)
    .reduceRight<NodeJS.ReadableStream>((stream, decoder) => pipeline(stream, decoder(), () => {}), body)
}

function flat(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}

async function* readBody(request: Request, body: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  let bytes = 0
  try {
    for await (const chunk of body) {
      const read = Buffer.from(chunk)
      bytes += read.length
      yield read
    }
  } catch (error) {
    request.signal.throwIfAborted()
    throw bodyFailure(request.url, error, bytes)
  }
}

/**
 * The start of a body that only serves a message; whatever goes wrong while reading it matters no more. Cut where a
 * secret may stand, it ends in `…`, by which a mask knows half a one.
 */
async function readStart(body: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of body) {
      chunks.push(Buffer.from(chunk))
      bytes += chunk.length
      if (bytes >= excerptBytes) break
    }
  } catch {
    return ''
  }
  const start = Buffer.concat(chunks).subarray(0, excerptBytes).toString('utf8')
  return bytes >= excerptBytes ? `${start.replace(/\uFFFD$/u, '')}…` : start
}
