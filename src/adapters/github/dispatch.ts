import type { RepositoryEvent } from '../../ports/github.ts'
import type { Client } from './client.ts'
import { failureOf } from './failure-of.ts'
import type { Repository } from './issues.ts'

/** May be made twice when an answer is lost; of two runs the second takes what is due then, or nothing. */
export async function dispatch(
  client: Client,
  at: Repository,
  { type, payload }: RepositoryEvent,
): Promise<void> {
  try {
    await client.request('POST /repos/{owner}/{repo}/dispatches', {
      ...at,
      event_type: type,
      client_payload: { ...payload },
    })
  } catch (thrown) {
    throw failureOf(thrown, `starting runs by the event ${type}`)
  }
}
