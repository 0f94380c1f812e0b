import type { Client } from '../github/client.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { Repository } from '../github/issues.ts'
import { type Head, headOf } from '../github/swap-branch.ts'

const updateRefs = `mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`

const repositoryId = `query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { id } }`

/**
 * Replaces all commits of a branch by one that has the same files, unless the branch has moved on since `head`: then it
 * is left as it is. GitHub's REST interface can force a branch but not on a condition, and a forced update would
 * take along what another wrote meanwhile; GraphQL's `updateRefs` compares first (`beforeOid`). Who wrote on top of the
 * old history is then refused as no fast forward, and writes again on top of the new one.
 */
export async function replaceHistory(
  client: Client,
  at: Repository,
  { branch, head, message }: { readonly branch: string; readonly head: Head; readonly message: string },
): Promise<void> {
  const { data: commit } = await client.request('POST /repos/{owner}/{repo}/git/commits', {
    ...at,
    message,
    tree: head.tree,
    parents: [],
  })
  const { repository } = await client.graphql<{ repository: { id: string } }>(repositoryId, { ...at })
  const update = { name: `refs/heads/${branch}`, beforeOid: head.commit, afterOid: commit.sha, force: true }
  try {
    await client.graphql(updateRefs, { input: { repositoryId: repository.id, refUpdates: [update] } })
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== 'GraphqlResponseError') throw thrown
    const now = await headOf(client, at, branch, true)
    if (now?.commit !== head.commit) return
    throw new Failure('github/invalid', `GitHub did not replace the history of ${branch}: ${thrown.message}`)
  }
}
