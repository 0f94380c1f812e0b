import type { ArtifactService } from './artifact-service.ts'

/** A run of a workflow, as the tests declare it: the emulator knows none. */
export interface DeclaredRun {
  readonly id: number
  readonly workflow: string
  readonly headSha: string
  readonly headBranch?: string
  readonly headRepository?: string
  readonly event?: string
  readonly conclusion?: 'success' | 'failure' | 'cancelled'
  readonly createdAt?: string
}

const madeAt = '2026-11-20T06:30:00Z'

export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers what is asked about workflow runs and their artifacts, and takes events; `undefined` for any other operation. */
export function answerRuns(
  operation: { name: string; parameters: Readonly<Record<string, string>> },
  query: URLSearchParams,
  facts: {
    url: string
    repository: string
    runs: readonly DeclaredRun[]
    artifacts: ArtifactService | undefined
  },
): Answer | undefined {
  if (operation.name.endsWith('/dispatches')) return { status: 204 }
  const [, path = ''] = operation.name.split('/actions/')
  const {
    run_id: runId = '',
    artifact_id: artifactId = '',
    workflow_id: workflow = '',
  } = operation.parameters
  switch (path) {
    case 'runs/{run_id}': {
      const run = facts.runs.find((one) => one.id === Number(runId))
      return run === undefined ? notFound : { status: 200, body: runBody(run, facts) }
    }
    case 'workflows/{workflow_id}/runs':
      return { status: 200, body: listRuns(facts, workflow, query) }
    case 'runs/{run_id}/artifacts':
      return { status: 200, body: listArtifacts(facts, runId) }
    case 'artifacts/{artifact_id}/{archive_format}': {
      const location = facts.artifacts?.downloadUrl(Number(artifactId))
      return location === undefined ? notFound : { status: 302, headers: { location } }
    }
    default:
      return undefined
  }
}

const notFound: Answer = { status: 404, body: { message: 'Not Found', status: '404' } }

type Facts = Parameters<typeof answerRuns>[2]

function listRuns(facts: Facts, workflow: string, query: URLSearchParams): unknown {
  const status = query.get('status')
  const branch = query.get('branch')
  const since = /^>=(.+)$/.exec(query.get('created') ?? '')?.[1]
  const found = facts.runs
    .filter((run) => run.workflow === workflow)
    .filter((run) => status === null || (run.conclusion ?? 'success') === status)
    .filter((run) => branch === null || (run.headBranch ?? 'main') === branch)
    .filter(({ createdAt = madeAt }) => since === undefined || Date.parse(createdAt) >= Date.parse(since))
    .toSorted((one, other) => other.id - one.id)
  return {
    total_count: found.length,
    workflow_runs: found.slice(0, Number(query.get('per_page') ?? 30)).map((run) => runBody(run, facts)),
  }
}

function runBody(run: DeclaredRun, facts: Facts): unknown {
  return {
    id: run.id,
    html_url: `${facts.url}/${facts.repository}/actions/runs/${run.id}`,
    head_sha: run.headSha,
    head_branch: run.headBranch ?? 'main',
    head_repository: { full_name: run.headRepository ?? facts.repository },
    event: run.event ?? 'schedule',
    status: 'completed',
    conclusion: run.conclusion ?? 'success',
    path: `.github/workflows/${run.workflow}`,
    created_at: run.createdAt ?? madeAt,
    pull_requests: [],
  }
}

function listArtifacts(facts: Facts, runId: string): unknown {
  const found = facts.artifacts?.list(runId) ?? []
  return {
    total_count: found.length,
    artifacts: found.map(({ id, name, size, digest, createdAt }) => ({
      id,
      name,
      size_in_bytes: size,
      digest,
      expired: false,
      created_at: createdAt,
    })),
  }
}
