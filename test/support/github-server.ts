import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createEmulator } from 'emulate'
import type { ArtifactService } from './artifact-service.ts'
import { contractViolations, matchOperation, type Matched } from './github-contract.ts'
import { Faults, notAccessible, StaleLists, type Fault } from './github-faults.ts'
import { refusalOf } from './github-limits.ts'
import { isPermitted, type Permissions } from './github-permissions.ts'
import { repair, type Emulated } from './github-repairs.ts'
import { answerGraphql } from './github-graphql.ts'
import { answerRuns, type Answer, type DeclaredRun } from './github-runs.ts'
import { listen } from './listen.ts'

export const owner = 'acme'
export const repo = 'widget'
export const botLogin = 'github-actions[bot]'
export const outsider = 'mallory'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
  readonly status: number
}

/** A GitHub for one repository, `acme/widget`: an emulator that keeps state, behind a layer as strict as GitHub. */
export interface TestGitHub extends AsyncDisposable {
  readonly url: string
  /** A token for a login with these permissions, as `permissions:` of a workflow gives them. */
  token(permissions: Permissions, login?: string): string
  readonly requests: SeenRequest[]
  inject(fault: Fault): void
  clearFaults(): void
  declareRun(run: DeclaredRun): void
  /** Asks the emulator itself, as a person with every right. */
  admin<T = unknown>(method: string, path: string, body?: unknown, login?: string): Promise<T>
  /** Requests that GitHub's description does not know or would refuse. Disposing throws when there are any. */
  readonly violations: string[]
}

interface World {
  readonly emulator: { readonly url: string }
  readonly tokens: Map<string, { login: string; permissions: Permissions }>
  readonly faults: Faults
  readonly stale: StaleLists
  readonly runs: DeclaredRun[]
  readonly artifacts: ArtifactService | undefined
  readonly requests: SeenRequest[]
  readonly violations: string[]
  url: string
  /** Settled when no ref is being moved. */
  turn: Promise<unknown>
}

const logins = [owner, botLogin, outsider]
const adminToken = (login: string) => `emulator-${logins.indexOf(login)}`

export async function startGitHub(options: { artifacts?: ArtifactService } = {}): Promise<TestGitHub> {
  const emulator = await createEmulator({ service: 'github', port: 0, seed })
  const world: World = {
    emulator,
    tokens: new Map(),
    faults: new Faults(),
    stale: new StaleLists(),
    runs: [],
    artifacts: options.artifacts,
    requests: [],
    violations: [],
    url: '',
    turn: Promise.resolve(),
  }
  const server = createServer((request, response) => void serve(world, request, response))
  const bound = await listen(server)
  world.url = bound.url
  const admin = <T>(method: string, path: string, body?: unknown, login = owner) =>
    askEmulator<T>(emulator.url, method, path, body, login)
  const collaborator = `/repos/${owner}/${repo}/collaborators/${encodeURIComponent(botLogin)}`
  await admin('PUT', collaborator, { permission: 'push' })
  return {
    url: bound.url,
    requests: world.requests,
    violations: world.violations,
    token: (permissions, login = botLogin) => {
      const token = `ghs_test${String(world.tokens.size + 1).padStart(32, '0')}`
      world.tokens.set(token, { login, permissions })
      return token
    },
    inject: (fault) => world.faults.inject(fault),
    clearFaults: () => world.faults.clear(),
    declareRun: (run) => void world.runs.push(run),
    admin,
    [Symbol.asyncDispose]: async () => {
      await bound.close()
      await emulator.close()
      if (world.violations.length > 0)
        throw new Error(`against GitHub's description: ${world.violations.join('\n')}`)
    },
  }
}

const seed = {
  tokens: Object.fromEntries(
    logins.map((login) => [adminToken(login), { login, scopes: ['repo', 'user', 'workflow'] }]),
  ),
  github: {
    users: logins.map((login) => ({ login })),
    repos: [{ owner, name: repo, auto_init: true }],
  },
}

async function askEmulator<T>(
  url: string,
  method: string,
  path: string,
  body: unknown,
  login: string,
): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `token ${adminToken(login)}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`the emulator answered ${response.status} to ${method} ${path}: ${text}`)
  return (text === '' ? undefined : JSON.parse(text)) as T
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const raw = Buffer.concat(chunks).toString()
  const url = new URL(request.url ?? '/', world.url)
  const method = request.method ?? 'GET'
  const body = parse(raw)
  const fault = world.faults.take(`${method} ${url.pathname}`)
  if (fault?.reset === true && fault.done !== true) return void request.socket.resetAndDestroy()
  const instead = fault?.done === true || fault?.lag !== undefined ? undefined : faulted(fault)
  const judged = instead ?? (await judge(world, request, { method, url, body, raw }))
  const answer = fault?.done === true ? faulted(fault) : judged
  const { pathname: path } = url
  world.requests.push({
    method,
    path,
    query: Object.fromEntries(url.searchParams),
    body,
    status: judged.status,
  })
  if (fault?.reset === true || answer === undefined) return void request.socket.resetAndDestroy()
  return send(
    world,
    response,
    answer,
    fault?.lag === undefined ? undefined : { key: url.href, lag: fault.lag },
  )
}

function faulted(fault: Fault | undefined): Answer | undefined {
  if (fault?.status === undefined) return undefined
  const headers = { ...fault.headers }
  if (fault.html === true) {
    return {
      status: fault.status,
      body: '<html>bad gateway</html>',
      headers: { ...headers, 'content-type': 'text/html' },
    }
  }
  return { status: fault.status, body: { message: fault.message ?? 'injected' }, headers }
}

interface Asked {
  readonly method: string
  readonly url: URL
  readonly body: Readonly<Record<string, unknown>>
  readonly raw: string
}

async function judge(world: World, request: IncomingMessage, asked: Asked): Promise<Answer> {
  const bearer = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const known = world.tokens.get(bearer)
  if (known === undefined) return refuse(401, 'Bad credentials')
  if (asked.url.pathname === '/graphql') {
    const admin = (method: string, path: string, body?: unknown) =>
      askEmulator(world.emulator.url, method, path, body, owner)
    const alone = <T>(work: () => Promise<T>) => inTurn(world, work)
    return answerGraphql(`/repos/${owner}/${repo}`, { ...known, body: asked.body, admin, alone })
  }
  const operation = matchOperation(asked.method, asked.url.pathname)
  if (operation === undefined)
    return violation(world, `${asked.method} ${asked.url.pathname} is not in the cut`)
  const wrong = contractViolations(
    operation.name,
    asked.url.searchParams,
    asked.raw === '' ? undefined : asked.body,
  )
  if (wrong.length > 0) return violation(world, `${operation.name}: ${wrong.join(', ')}`)
  if (!isPermitted(operation.name, known.permissions)) return refuse(403, notAccessible)
  const refusal = refusalOf(operation.name, asked.body)
  if (refusal !== undefined) return refuse(refusal.status, refusal.message, refusal.errors)
  const facts = {
    url: world.url,
    repository: `${owner}/${repo}`,
    runs: world.runs,
    artifacts: world.artifacts,
  }
  return (
    answerRuns(operation, asked.url.searchParams, facts) ??
    forward(world, operation, asked, { login: known.login, accept: request.headers.accept ?? '' })
  )
}

function violation(world: World, what: string): Answer {
  world.violations.push(what)
  return refuse(422, `Invalid request: ${what}`)
}

/** One after the other: whoever compares a ref and moves it must not be overtaken between. */
function inTurn<T>(world: World, work: () => Promise<T>): Promise<T> {
  const mine = world.turn.then(work)
  world.turn = mine.catch(() => {})
  return mine
}

function refuse(status: number, message: string, errors?: readonly unknown[]): Answer {
  const body = { message, documentation_url: 'https://docs.github.com/rest', status: String(status) }
  return { status, body: errors === undefined ? body : { ...body, errors } }
}

/** Hands a request that GitHub would take to the emulator, and makes its answer the one GitHub would give. */
async function forward(
  world: World,
  operation: Matched,
  asked: Asked,
  from: { login: string; accept: string },
): Promise<Answer> {
  const ask = async (path: string, method = 'GET', raw = ''): Promise<Emulated> => {
    const answer = await fetch(`${world.emulator.url}${path}`, {
      method,
      headers: { authorization: `token ${adminToken(from.login)}`, accept: from.accept },
      ...(raw === '' ? {} : { body: raw }),
    })
    return { status: answer.status, headers: Object.fromEntries(answer.headers), bytes: await answer.bytes() }
  }
  const request = () => ask(`${asked.url.pathname}${asked.url.search}`, asked.method, asked.raw)
  const emulated = operation.name.startsWith('PATCH /repos/{owner}/{repo}/git/refs')
    ? await inTurn(world, request)
    : await request()
  return repair({ operation, query: asked.url.searchParams, body: asked.body, emulated, ask })
}

function send(
  world: World,
  response: ServerResponse,
  answer: Answer,
  stale: { key: string; lag: number } | undefined,
): void {
  const headers: Record<string, string> = { 'content-type': 'application/json', ...answer.headers }
  if (answer.body instanceof Uint8Array)
    return void response.writeHead(answer.status, headers).end(answer.body)
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {})
  const shown = stale === undefined ? text : world.stale.remember(stale.key, text, stale.lag)
  const here = (inner: string) => inner.replaceAll(world.emulator.url, world.url)
  for (const [name, value] of Object.entries(headers)) headers[name] = here(value)
  response.writeHead(answer.status, headers).end(here(shown))
}

function parse(raw: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
