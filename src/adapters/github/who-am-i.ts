import type { Client } from './client.ts'
import { failureOf } from './failure-of.ts'

/** The login that every workflow's own token writes under. */
const workflows = 'github-actions[bot]'

/**
 * The login behind the token. A token that may not even ask this is a workflow's own; any other trouble is told, since
 * under a wrong name we would not know our own issues again and open them twice.
 */
export async function whoAmI(client: Client): Promise<string> {
  try {
    const { viewer } = await client.graphql<{ viewer: { login: string } }>('{ viewer { login } }')
    return viewer.login
  } catch (thrown) {
    if (isRefused(thrown)) return workflows
    const failure = failureOf(thrown, 'asking whose token this is')
    if (failure.code === 'github/forbidden' || failure.code === 'github/not-found') return workflows
    throw failure
  }
}

/** GraphQL answers 200 and an error of its own to one who may not ask. */
function isRefused(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'GraphqlResponseError'
}
