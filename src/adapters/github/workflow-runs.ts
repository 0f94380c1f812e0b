import type { WorkflowRun } from '../../ports/github.ts'
import type { Client } from './client.ts'
import { failureOf } from './failure-of.ts'
import type { Repository } from './issues.ts'

interface FoundRun {
  readonly id: number | bigint
  readonly html_url: string
  readonly head_sha: string
  readonly head_branch: string | null
  readonly head_repository?: { readonly full_name: string } | null
  readonly event: string
  readonly created_at: string
}

export async function lastSuccess(
  client: Client,
  at: Repository,
  query: { workflow: string; branch: string },
): Promise<WorkflowRun | undefined> {
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
      ...at,
      workflow_id: query.workflow,
      branch: query.branch,
      status: 'success',
      per_page: 1,
    })
    const [newest] = data.workflow_runs
    return newest === undefined ? undefined : toRun(newest)
  } catch (thrown) {
    const failure = failureOf(thrown, `looking for the last good run of ${query.workflow}`)
    if (failure.code === 'github/not-found') return undefined
    throw failure
  }
}

export async function runsSince(
  client: Client,
  at: Repository,
  query: { workflow: string; branch: string; since: string },
): Promise<readonly WorkflowRun[]> {
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
      ...at,
      workflow_id: query.workflow,
      branch: query.branch,
      created: `>=${query.since}`,
      per_page: 100,
    })
    return data.workflow_runs.map(toRun)
  } catch (thrown) {
    throw failureOf(thrown, `looking at the runs of ${query.workflow}`)
  }
}

export async function workflowRun(client: Client, at: Repository, id: number): Promise<WorkflowRun> {
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
      ...at,
      run_id: id,
    })
    return toRun(data)
  } catch (thrown) {
    throw failureOf(thrown, `looking at run ${id}`)
  }
}

function toRun(run: FoundRun): WorkflowRun {
  return {
    id: Number(run.id),
    url: run.html_url,
    headSha: run.head_sha,
    headBranch: run.head_branch ?? '',
    headRepository: run.head_repository?.full_name,
    event: run.event,
    createdAt: run.created_at,
  }
}
