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
    const byCommit = await client.request('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
      ...at,
      commit_sha: query.sha,
      per_page: 100,
    })
    const found = pick(byCommit.data, query.sha, at)
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

function pick(found: readonly FoundPull[], sha: string, at: Repository): PullRequest | undefined {
  const pull = found.find((one) => one.state === 'open' && one.head.sha === sha)
  if (pull === undefined) return undefined
  const fork = pull.head.repo?.full_name !== `${at.owner}/${at.repo}`
  return { number: pull.number, headSha: sha, baseSha: pull.base.sha, fork }
}
