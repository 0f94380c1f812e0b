import { Failure } from '../../diagnostic/failure.ts'
import type { Issue, IssueDraft } from '../../ports/github.ts'
import type { Client } from './client.ts'
import { failureOf } from './failure-of.ts'
import { hasMarker, withMarker } from './marker.ts'

export interface Repository {
  readonly owner: string
  readonly repo: string
}

const longestTitle = 256
const labelColor = 'b60205'

interface FoundIssue {
  readonly number: number
  readonly html_url: string
  readonly title: string
  readonly body?: string | null
  readonly user: { readonly login: string } | null
  readonly labels: readonly (string | { readonly name?: string })[]
  readonly pull_request?: unknown
}

export async function findIssues(
  client: Client,
  at: Repository,
  query: { label: string; key?: string; author: string },
): Promise<readonly Issue[]> {
  const listed = await client
    .paginate('GET /repos/{owner}/{repo}/issues', {
      ...at,
      labels: query.label,
      state: 'open',
      per_page: 100,
    })
    .catch((thrown: unknown) => {
      throw failureOf(thrown, 'listing issues')
    })
  return ours(listed, query.key, query.author)
}

export async function openIssue(
  client: Client,
  at: Repository,
  draft: IssueDraft,
  author: string,
): Promise<{ issue: Issue; created: boolean; refused: readonly string[] }> {
  for (const label of draft.labels) await ensureLabel(client, at, label)
  const { issue, refused } = await createAssigned(client, at, draft)
  const [winner] = await recent(client, at, draft.key, author)
  if (winner === undefined || winner.number >= issue.number) return { issue, created: true, refused }
  await setState(client, at, issue.number, 'closed', 'duplicate')
  return { issue: winner, created: false, refused }
}

/** GitHub refuses the whole issue for one login that it does not know or that may not be assigned. */
async function createAssigned(
  client: Client,
  at: Repository,
  draft: IssueDraft,
): Promise<{ issue: Issue; refused: readonly string[] }> {
  try {
    return { issue: await create(client, at, draft), refused: [] }
  } catch (thrown) {
    const invalid = thrown instanceof Failure && thrown.code === 'github/invalid'
    if (!invalid || draft.assignees.length === 0) throw thrown
    return { issue: await create(client, at, { ...draft, assignees: [] }), refused: draft.assignees }
  }
}

async function create(client: Client, at: Repository, draft: IssueDraft): Promise<Issue> {
  try {
    const { data } = await client.request('POST /repos/{owner}/{repo}/issues', {
      ...at,
      title: draft.title.slice(0, longestTitle),
      body: withMarker(draft.key, draft.body),
      labels: [...draft.labels],
      assignees: [...draft.assignees],
    })
    if (!hasLabel(data, draft.labels[0])) await addLabels(client, at, data.number, draft.labels)
    return toIssue(data)
  } catch (thrown) {
    throw failureOf(thrown, 'opening an issue')
  }
}

/** Without the label filter, which is the part of a list that lags behind. */
async function recent(
  client: Client,
  at: Repository,
  key: string,
  author: string,
): Promise<readonly Issue[]> {
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/issues', {
      ...at,
      state: 'open',
      sort: 'created',
      direction: 'desc',
      per_page: 100,
    })
    return ours(data, key, author)
  } catch (thrown) {
    throw failureOf(thrown, 'listing issues')
  }
}

function ours(listed: readonly FoundIssue[], key: string | undefined, author: string): readonly Issue[] {
  return listed
    .filter((issue) => issue.pull_request === undefined)
    .filter((issue) => issue.user?.login === author && (key === undefined || hasMarker(key, issue.body)))
    .map(toIssue)
    .toSorted((one, other) => one.number - other.number)
}

function toIssue(found: Pick<FoundIssue, 'number' | 'html_url' | 'title' | 'body'>): Issue {
  return { number: found.number, url: found.html_url, title: found.title, body: found.body ?? '' }
}

function hasLabel(issue: Pick<FoundIssue, 'labels'>, label: string): boolean {
  return issue.labels.some(
    (one) => (typeof one === 'string' ? one : one.name)?.toLowerCase() === label.toLowerCase(),
  )
}

/** GitHub drops the labels of a new issue without a word when the token may not set them: then this one speaks. */
async function addLabels(
  client: Client,
  at: Repository,
  number: number,
  labels: readonly string[],
): Promise<void> {
  await client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
    ...at,
    issue_number: number,
    labels: [...labels],
  })
}

async function ensureLabel(client: Client, at: Repository, name: string): Promise<void> {
  try {
    await client.request('GET /repos/{owner}/{repo}/labels/{name}', { ...at, name })
  } catch (thrown) {
    const failure = failureOf(thrown, `looking for the label "${name}"`)
    if (failure.code !== 'github/not-found') throw failure
    await createLabel(client, at, name)
  }
}

async function createLabel(client: Client, at: Repository, name: string): Promise<void> {
  try {
    await client.request('POST /repos/{owner}/{repo}/labels', { ...at, name, color: labelColor })
  } catch (thrown) {
    const failure = failureOf(thrown, `making the label "${name}"`)
    if (!/already_exists/.test(failure.message)) throw failure
  }
}

export async function setState(
  client: Client,
  at: Repository,
  number: number,
  state: 'open' | 'closed',
  reason: 'completed' | 'not_planned' | 'duplicate' | 'reopened',
): Promise<void> {
  try {
    await client.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
      ...at,
      issue_number: number,
      state,
      state_reason: reason,
    })
  } catch (thrown) {
    throw failureOf(thrown, `${state === 'closed' ? 'closing' : 'reopening'} issue #${number}`)
  }
}
