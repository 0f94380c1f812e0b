import type { Permissions } from './github-permissions.ts'
import type { Answer } from './github-runs.ts'

export interface GraphqlAsked {
  readonly body: Readonly<Record<string, unknown>>
  readonly login: string
  readonly permissions: Permissions
  /** Asks the emulator itself. */
  readonly admin: (method: string, path: string, body?: unknown) => Promise<unknown>
  /** Lets nobody else move a ref meanwhile. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
}

interface RefUpdate {
  readonly name: string
  readonly beforeOid?: string
  readonly afterOid: string
  readonly force?: boolean
}

const nodeId = 'R_widget'

/** The few questions of GraphQL that we ask, answered as GitHub documents them; the emulator knows none. */
export async function answerGraphql(at: string, asked: GraphqlAsked): Promise<Answer> {
  const query = String(asked.body['query'])
  const variables = (asked.body['variables'] ?? {}) as Readonly<Record<string, unknown>>
  if (query === '{ viewer { login } }') return data({ viewer: { login: asked.login } })
  if (query.includes('repository(owner: $owner, name: $repo) { id }')) {
    const ours = at === `/repos/${String(variables['owner'])}/${String(variables['repo'])}`
    return ours
      ? data({ repository: { id: nodeId } })
      : errors('NOT_FOUND', 'Could not resolve to a Repository')
  }
  if (query.includes('updateRefs(input: $input)')) return asked.alone(() => updateRefs(at, asked, variables))
  return { status: 400, body: { message: `not known here: ${query}` } }
}

async function updateRefs(
  at: string,
  { permissions, admin }: GraphqlAsked,
  variables: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const input = variables['input'] as { repositoryId?: string; refUpdates?: readonly RefUpdate[] }
  const [update, ...more] = input.refUpdates ?? []
  if (input.repositoryId !== nodeId || update === undefined || more.length > 0)
    return errors('NOT_FOUND', 'Could not resolve to a node')
  if (permissions.contents !== 'write') return errors('FORBIDDEN', 'Resource not accessible by integration')
  if (!update.name.startsWith('refs/')) return errors('UNPROCESSABLE', 'Invalid ref name')
  const ref = `${at}/git/refs/${update.name.slice('refs/'.length)}`
  const now = (await admin('GET', ref.replace('/git/refs/', '/git/ref/'))) as { object: { sha: string } }
  if (update.beforeOid !== undefined && update.beforeOid !== now.object.sha)
    return errors('STALE_DATA', `Reference update conflict: ${update.name} is not at ${update.beforeOid}`)
  await admin('PATCH', ref, { sha: update.afterOid, force: update.force ?? false })
  return data({ updateRefs: { clientMutationId: null } })
}

function data(body: unknown): Answer {
  return { status: 200, body: { data: body } }
}

function errors(type: string, message: string): Answer {
  return { status: 200, body: { data: null, errors: [{ type, message }] } }
}
