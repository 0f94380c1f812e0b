import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listen } from './listen.ts'

/**
 * Stands in for the service behind `@actions/cache`: a Twirp API that reserves, finalizes and finds entries, and a blob
 * store. As on GitHub: a key is written once, is found whole or by a prefix, newest first, within one version.
 */
export interface CacheService extends AsyncDisposable {
  /** What an action finds in its environment. */
  readonly environment: Readonly<Record<string, string>>
  /** The keys that are there, oldest first. */
  readonly keys: readonly string[]
  /** The methods that were called, and `download` for each time bytes were fetched. */
  readonly calls: string[]
  /** From now on: refuse to be read or written, answer nothing, hand out damaged bytes; or all is well. */
  mood: 'well' | 'read-only' | 'refusing' | 'silent' | 'damaged'
}

interface Entry {
  readonly id: number
  readonly key: string
  readonly version: string
  readonly blocks: Map<string, Buffer>
  bytes: Buffer
  finalized: boolean
}

/** On GitHub one address serves artifacts and cache: what is not asked of the cache goes on to `beside`. */
export async function startCacheService(beside?: string): Promise<CacheService> {
  const entries: Entry[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((body) =>
      answer(service, entries, { request, response, body, url: bound.url, beside }),
    )
  })
  const bound = await listen(server)
  const service: CacheService = {
    environment: {
      ACTIONS_RESULTS_URL: `${bound.url}/`,
      ACTIONS_CACHE_SERVICE_V2: 'true',
      ACTIONS_RUNTIME_TOKEN: 'x.e30.x',
    },
    get keys() {
      return entries.filter(({ finalized }) => finalized).map(({ key }) => key)
    },
    calls: [],
    mood: 'well',
    [Symbol.asyncDispose]: () => bound.close(),
  }
  return service
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: Buffer
  readonly url: string
  readonly beside: string | undefined
}

function answer(service: CacheService, entries: Entry[], exchange: Exchange): void {
  const { request, response, body, url, beside } = exchange
  if (service.mood === 'silent') return
  const at = new URL(request.url ?? '/', url)
  const method = /\.CacheService\/(\w+)$/.exec(at.pathname)?.[1]
  if (method !== undefined) {
    service.calls.push(method)
    const { status, json } = call(service, entries, { method, given: JSON.parse(body.toString()), url })
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
    return
  }
  if (at.pathname.startsWith('/twirp/') && beside !== undefined)
    return void handOn(exchange, beside + at.pathname)
  const entry = entries.find(({ id }) => `/blob/${id}` === at.pathname)
  if (entry === undefined) return void response.writeHead(404).end()
  if (request.method === 'PUT') return put(entry, at, body, response)
  if (request.method === 'GET') service.calls.push('download')
  send(service.mood === 'damaged' ? Buffer.from('not what was saved') : entry.bytes, request, response)
}

async function handOn({ request, response, body }: Exchange, to: string): Promise<void> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' }
  const answered = await fetch(to, { method: request.method ?? 'POST', headers, body: new Uint8Array(body) })
  response.writeHead(answered.status, { 'content-type': 'application/json' }).end(await answered.text())
}

type Given = Readonly<Record<string, string> & { restore_keys?: readonly string[] }>

function call(
  service: CacheService,
  entries: Entry[],
  { method, given, url }: { readonly method: string; readonly given: Given; readonly url: string },
): { readonly status: number; readonly json: object } {
  const { key = '', version = '' } = given
  const blobOf = ({ id }: Entry) => `${url}/blob/${id}?sig=s1gned`
  if (service.mood === 'refusing')
    return { status: 403, json: { code: 'permission_denied', msg: 'cache read denied: no' } }
  if (method === 'GetCacheEntryDownloadURL') {
    const ours = entries.filter((one) => one.finalized && one.version === version)
    const found =
      ours.find((one) => one.key === key) ??
      [key, ...(given.restore_keys ?? [])].flatMap(
        (prefix) => ours.findLast((one) => one.key.startsWith(prefix)) ?? [],
      )[0]
    if (found === undefined) return { status: 200, json: { ok: false } }
    return { status: 200, json: { ok: true, signed_download_url: blobOf(found), matched_key: found.key } }
  }
  if (service.mood === 'read-only')
    return { status: 200, json: { ok: false, message: 'cache write denied: this event may only read' } }
  const there = entries.find((one) => one.key === key && one.version === version)
  if (method === 'CreateCacheEntry') {
    if (there !== undefined) return { status: 200, json: { ok: false, message: 'already exists' } }
    const made = {
      id: entries.length + 1,
      key,
      version,
      blocks: new Map(),
      bytes: Buffer.alloc(0),
      finalized: false,
    }
    entries.push(made)
    return { status: 200, json: { ok: true, signed_upload_url: blobOf(made) } }
  }
  if (there === undefined) return { status: 200, json: { ok: false } }
  there.finalized = true
  return { status: 200, json: { ok: true, entry_id: String(there.id) } }
}

function put(entry: Entry, at: URL, body: Buffer, response: ServerResponse): void {
  const part = at.searchParams.get('comp')
  if (part === 'block') entry.blocks.set(at.searchParams.get('blockid') ?? '', body)
  else if (part === 'blocklist') {
    const ids = [...body.toString().matchAll(/<Latest>([^<]+)<\/Latest>/g)].map(([, id = '']) => id)
    entry.bytes = Buffer.concat(ids.map((id) => entry.blocks.get(id) ?? Buffer.alloc(0)))
  } else entry.bytes = body
  response.writeHead(201).end()
}

function send(bytes: Buffer, { method, headers }: IncomingMessage, response: ServerResponse): void {
  const [, from, to] = /bytes=(\d+)-(\d*)/.exec(headers.range ?? '') ?? []
  const piece =
    from === undefined ? bytes : bytes.subarray(Number(from), to === '' ? undefined : Number(to) + 1)
  response.writeHead(from === undefined ? 200 : 206, {
    'content-length': piece.length,
    'accept-ranges': 'bytes',
    ...(from === undefined
      ? {}
      : { 'content-range': `bytes ${from}-${Number(from) + piece.length - 1}/${bytes.length}` }),
  })
  response.end(method === 'HEAD' ? undefined : piece)
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
