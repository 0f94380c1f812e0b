import type { PullRequest } from '../../ports/github.ts'
import type { Client } from './client.ts'
import { failureOf } from './failure-of.ts'
import type { Repository } from './issues.ts'

interface FoundPull {
  readonly number: number
  readonly state: string
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null }
  readonly base: { readonly sha: string }
}

/** By the commit first; the commit of a fork is not found that way, so then by the fork's branch. */
export async function pullRequestFor(
  client: Client,
  at: Repository,
  query: { sha: string; head?: string },
): Promise<PullRequest | undefined> {
  const doing = `looking for the pull request of ${query.sha.slice(0, 12)}`
  try {
    const found = pick(await pullsOfCommit(client, at, query.sha), query.sha, at)
    if (found !== undefined || query.head === undefined) return found
    const byBranch = await client.request('GET /repos/{owner}/{repo}/pulls', {
      ...at,
      state: 'open',
      head: query.head,
      per_page: 100,
    })
    return pick(byBranch.data, query.sha, at)
  } catch (thrown) {
    throw failureOf(thrown, doing)
  }
}

/** None, when GitHub says that the repository has no such commit: that of a fork may be unknown to it. */
async function pullsOfCommit(client: Client, at: Repository, sha: string): Promise<readonly FoundPull[]> {
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
      ...at,
      commit_sha: sha,
      per_page: 100,
    })
    return data
  } catch (thrown) {
    const { code } = failureOf(thrown, 'looking for a commit')
    if (code === 'github/not-found' || code === 'github/invalid') return []
    throw thrown
  }
}

function pick(found: readonly FoundPull[], sha: string, at: Repository): PullRequest | undefined {
  const pull = found.find((one) => one.state === 'open' && one.head.sha === sha)
  if (pull === undefined) return undefined
  const fork = pull.head.repo?.full_name !== `${at.owner}/${at.repo}`
  return { number: pull.number, headSha: sha, baseSha: pull.base.sha, fork }
}
