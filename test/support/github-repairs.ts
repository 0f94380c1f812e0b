import type { Matched } from './github-contract.ts'
import type { Answer } from './github-runs.ts'

export interface Emulated {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
}

interface Exchange {
  readonly operation: Matched
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
  readonly emulated: Emulated
  readonly ask: (path: string) => Promise<Emulated>
}

interface EmulatedPull {
  readonly state: string
  readonly number: number
  readonly labels?: readonly { readonly name: string }[]
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null }
}

/** Where the emulator is unlike GitHub, GitHub's answer; otherwise its own. */
export async function repair(exchange: Exchange): Promise<Answer> {
  const { operation, emulated } = exchange
  switch (operation.name) {
    case 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls':
      return { status: 200, body: await pullsOfCommit(exchange) }
    case 'GET /repos/{owner}/{repo}/issues':
      return emulated.status === 200 ? withPulls(exchange) : plain(emulated)
    case 'PATCH /repos/{owner}/{repo}/git/refs/{ref}':
      return refUpdate(exchange)
    case 'POST /repos/{owner}/{repo}/labels':
      return labelMade(exchange)
    default:
      return plain(emulated)
  }
}

function plain(emulated: Emulated): Answer {
  const { 'content-type': type = 'application/json', link } = emulated.headers
  const isJson = type.includes('json')
  const body = isJson ? Buffer.from(emulated.bytes).toString() : emulated.bytes
  return {
    status: emulated.status,
    body,
    headers: link === undefined ? { 'content-type': type } : { 'content-type': type, link },
  }
}

/** GitHub finds them by a commit of the repository itself; a fork's commit is not among those. */
async function pullsOfCommit(exchange: Exchange): Promise<readonly EmulatedPull[]> {
  const { owner, repo, commit_sha: sha } = exchange.operation.parameters
  const pulls = await allPulls(exchange)
  return pulls.filter((pull) => pull.head.sha === sha && pull.head.repo?.full_name === `${owner}/${repo}`)
}

async function allPulls({ operation, ask }: Exchange): Promise<readonly EmulatedPull[]> {
  const { owner, repo } = operation.parameters
  const answer = await ask(`/repos/${owner}/${repo}/pulls?state=all&per_page=100`)
  return JSON.parse(Buffer.from(answer.bytes).toString()) as EmulatedPull[]
}

/** To GitHub every pull request is an issue too, and its list says so. */
async function withPulls(exchange: Exchange): Promise<Answer> {
  const { query, emulated } = exchange
  const issues = JSON.parse(Buffer.from(emulated.bytes).toString()) as unknown[]
  const wanted = (query.get('labels') ?? '').split(',').filter((label) => label !== '')
  const state = query.get('state') ?? 'open'
  const pulls = (await allPulls(exchange))
    .filter((pull) => state === 'all' || pull.state === state)
    .filter((pull) => wanted.every((label) => pull.labels?.some((one) => one.name === label)))
    .map((pull) => ({ ...pull, pull_request: { url: '' } }))
  const first = Number(query.get('page') ?? 1) === 1
  return { ...plain(emulated), body: first ? [...pulls, ...issues] : issues }
}

function refUpdate({ emulated }: Exchange): Answer {
  if (emulated.status === 404)
    return { status: 422, body: { message: 'Reference does not exist', status: '422' } }
  const text = Buffer.from(emulated.bytes).toString()
  if (emulated.status !== 422 || !text.includes('fast-forward')) return plain(emulated)
  return { status: 422, body: { message: 'Update is not a fast forward', status: '422' } }
}

function labelMade({ emulated }: Exchange): Answer {
  if (emulated.status !== 422) return plain(emulated)
  const errors = [{ resource: 'Label', code: 'already_exists', field: 'name' }]
  return { status: 422, body: { message: 'Validation Failed', errors, status: '422' } }
}
