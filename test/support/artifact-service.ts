import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listen } from './listen.ts'

/**
 * Stands in for the service behind `@actions/artifact`: a Twirp API that hands out signed addresses, and a blob
 * store that takes a zip in blocks. Names are unique in an attempt at a run, and only what is finalized is listed, as on GitHub.
 */
export interface ArtifactService extends AsyncDisposable {
  readonly url: string
  /** What an action finds in its environment, for a run of this id and an attempt at it. */
  environment(runId: number, attempt?: number): Readonly<Record<string, string>>
  /** The methods that were called, in order. */
  readonly calls: readonly string[]
  list(runId: string | number): readonly ListedArtifact[]
  downloadUrl(id: number): string | undefined
  /** The bytes of an artifact's zip. */
  read(runId: string | number, name: string): Buffer | undefined
  /** Puts an artifact there as if another run had uploaded it. */
  put(runId: string | number, name: string, zip: Buffer, digest?: string): void
}

export interface ListedArtifact {
  readonly id: number
  readonly name: string
  readonly size: number
  readonly digest: string | undefined
  readonly createdAt: string
}

interface Artifact {
  readonly run: string
  readonly job: string
  readonly name: string
  readonly id: number
  readonly mimeType: string
  readonly createdAt: string
  readonly blocks: Map<string, Buffer>
  bytes: Buffer
  digest: string | undefined
  finalized: boolean
}

type Call = Readonly<Record<string, string | undefined>>

export async function startArtifactService(): Promise<ArtifactService> {
  const artifacts: Artifact[] = []
  const calls: string[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((body) =>
      answer({ artifacts, calls, url: bound.url }, request, response, body),
    )
  })
  const bound = await listen(server)
  const find = (run: string | number, name: string) =>
    artifacts.findLast((one) => one.run === String(run) && one.name === name && one.finalized)
  return {
    url: bound.url,
    calls,
    environment: (runId, attempt = 1) => ({
      ACTIONS_RESULTS_URL: `${bound.url}/`,
      ACTIONS_RUNTIME_TOKEN: runtimeToken(runId, attempt),
    }),
    list: (runId) => artifacts.filter((one) => one.run === String(runId) && one.finalized).map(toListed),
    downloadUrl: (id) => {
      const found = artifacts.find((one) => one.id === id && one.finalized)
      return found === undefined ? undefined : blobUrl(bound.url, found)
    },
    read: (runId, name) => find(runId, name)?.bytes,
    put: (runId, name, zip, digest) => {
      const made = newArtifact(artifacts.length + 1, { workflow_run_backend_id: String(runId), name })
      artifacts.push(Object.assign(made, { bytes: zip, digest, finalized: true }))
    },
    [Symbol.asyncDispose]: () => bound.close(),
  }
}

interface Store {
  readonly artifacts: Artifact[]
  readonly calls: string[]
  readonly url: string
}

function answer(store: Store, request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  const url = new URL(request.url ?? '/', store.url)
  const method = /\.ArtifactService\/(\w+)$/.exec(url.pathname)?.[1]
  const blob = /^\/blob\/(\d+)$/.exec(url.pathname)?.[1]
  if (method !== undefined)
    return sendJson(response, callTwirp(store, method, JSON.parse(body.toString()) as Call))
  const artifact = store.artifacts.find((one) => one.id === Number(blob))
  if (artifact !== undefined && request.method === 'PUT') return putBlob(artifact, url, body, response)
  if (artifact !== undefined) return sendBlob(artifact, response)
  return sendJson(response, { status: 404, body: { code: 'bad_route', msg: request.url } })
}

interface Reply {
  readonly status: number
  readonly body: unknown
}

function callTwirp(store: Store, method: string, call: Call): Reply {
  store.calls.push(method)
  const run = call['workflow_run_backend_id'] ?? ''
  const job = call['workflow_job_run_backend_id'] ?? ''
  const artifact = store.artifacts.find(
    (one) => one.run === run && one.job === job && one.name === call['name'],
  )
  switch (method) {
    case 'CreateArtifact':
      return createArtifact(store, artifact, call)
    case 'FinalizeArtifact':
      if (artifact === undefined) return missing
      artifact.digest = call['hash']
      artifact.finalized = true
      return { status: 200, body: { ok: true, artifact_id: String(artifact.id) } }
    case 'ListArtifacts':
      return {
        status: 200,
        body: { artifacts: store.artifacts.filter((one) => asked(one, call)).map(toTwirp) },
      }
    case 'GetSignedArtifactURL':
      return artifact === undefined
        ? missing
        : { status: 200, body: { signed_url: blobUrl(store.url, artifact) } }
    default:
      return { status: 404, body: { code: 'bad_route', msg: method } }
  }
}

const missing: Reply = { status: 404, body: { code: 'not_found', msg: 'artifact not found' } }

function createArtifact(store: Store, existing: Artifact | undefined, call: Call): Reply {
  if (existing !== undefined) {
    const msg = 'an artifact with this name already exists on the workflow run'
    return { status: 409, body: { code: 'already_exists', msg } }
  }
  const made = newArtifact(store.artifacts.length + 1, call)
  store.artifacts.push(made)
  return { status: 200, body: { ok: true, signed_upload_url: blobUrl(store.url, made) } }
}

function newArtifact(id: number, call: Call): Artifact {
  return {
    run: call['workflow_run_backend_id'] ?? '',
    job: call['workflow_job_run_backend_id'] ?? '',
    name: call['name'] ?? '',
    id,
    mimeType: call['mime_type'] ?? 'application/zip',
    createdAt: new Date().toISOString(),
    blocks: new Map(),
    bytes: Buffer.alloc(0),
    digest: undefined,
    finalized: false,
  }
}

function asked(artifact: Artifact, call: Call): boolean {
  if (!artifact.finalized || artifact.run !== call['workflow_run_backend_id']) return false
  const { name_filter: name, id_filter: id } = call
  return (name === undefined || name === artifact.name) && (id === undefined || Number(id) === artifact.id)
}

function toTwirp(artifact: Artifact): unknown {
  return {
    workflow_run_backend_id: artifact.run,
    workflow_job_run_backend_id: artifact.job,
    database_id: String(artifact.id),
    name: artifact.name,
    size: String(artifact.bytes.length),
    created_at: artifact.createdAt,
    digest: artifact.digest,
  }
}

function toListed(artifact: Artifact): ListedArtifact {
  const { id, name, digest, createdAt } = artifact
  return { id, name, digest, createdAt, size: artifact.bytes.length }
}

/** One PUT holds the whole, or blocks come one by one and a list says in which order they belong together. */
function putBlob(artifact: Artifact, url: URL, body: Buffer, response: ServerResponse): void {
  const part = url.searchParams.get('comp')
  if (part === 'block') artifact.blocks.set(url.searchParams.get('blockid') ?? '', body)
  else if (part === 'blocklist') artifact.bytes = joinBlocks(artifact, body.toString())
  else artifact.bytes = body
  response.writeHead(201).end()
}

function joinBlocks(artifact: Artifact, list: string): Buffer {
  const ids = [...list.matchAll(/<Latest>([^<]+)<\/Latest>/g)].map((found) => found[1] ?? '')
  return Buffer.concat(ids.map((id) => artifact.blocks.get(id) ?? Buffer.alloc(0)))
}

function sendBlob(artifact: Artifact, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': artifact.mimeType,
    'content-length': artifact.bytes.length,
    'content-disposition': `attachment; filename="${artifact.name}.zip"`,
  })
  response.end(artifact.bytes)
}

function sendJson(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(reply.body))
}

function blobUrl(url: string, artifact: Artifact): string {
  return `${url}/blob/${artifact.id}?sig=s1gnature-of-a-blob`
}

/** The toolkit reads the run's id out of the middle of it, and no signature. */
function runtimeToken(runId: number, attempt: number): string {
  const claims = Buffer.from(JSON.stringify({ scp: `Actions.Results:${runId}:${attempt}` })).toString(
    'base64url',
  )
  return `x.${claims}.x`
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
