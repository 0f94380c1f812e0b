import { Readable } from 'node:stream'
import type { Clock, Http } from '../../ports/ports.ts'
import { bodyFailure, connectionFailure, statusFailure } from './http-failure.ts'

type Request = Parameters<Http['get']>[0]

const excerptBytes = 4_096

/** HTTP by Node's own `fetch`: redirects followed, content encodings undone; credentials do not cross origins. */
export function createHttp(clock: Pick<Clock, 'now'>): Http {
  return { get: (request) => get(request, clock) }
}

async function get(request: Request, clock: Pick<Clock, 'now'>): ReturnType<Http['get']> {
  const response = await connect(request)
  if (!response.ok) {
    throw statusFailure({
      url: request.url,
      status: response.status,
      statusText: response.statusText,
      retryAfter: response.headers.get('retry-after'),
      body: await readStart(response),
      now: clock.now(),
    })
  }
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Readable.from(readBody(request, response), { objectMode: false }),
  }
}

async function connect(request: Request): Promise<Response> {
  try {
    return await fetch(request.url, {
      headers: { 'user-agent': 'millrace', ...request.headers },
      signal: request.signal,
    })
  } catch (error) {
    request.signal.throwIfAborted()
    throw connectionFailure(request.url, error)
  }
}

async function* readBody(request: Request, response: Response): AsyncGenerator<Buffer> {
  if (response.body === null) return
  let bytes = 0
  try {
    for await (const chunk of response.body) {
      bytes += chunk.byteLength
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    }
  } catch (error) {
    request.signal.throwIfAborted()
    throw bodyFailure(request.url, error, bytes)
  }
}

/** The start of a body that only serves a message; whatever goes wrong while reading it matters no more. */
async function readStart(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk)
      bytes += chunk.byteLength
      if (bytes >= excerptBytes) break
    }
  } catch {
    return ''
  }
  return Buffer.concat(chunks).subarray(0, excerptBytes).toString('utf8')
}
