import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { Failure } from '../diagnostic/failure.ts'
import { type CatchUp, readCatchUp } from '../schedule/catch-up-event.ts'

const repositoryName = z.object({ full_name: z.string() }).nullish()

/** Of the event that started the workflow, what we look at. Everything else of it is left alone. */
const eventSchema = z.object({
  schedule: z.string().optional(),
  action: z.string().optional(),
  client_payload: z.unknown().optional(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  repository: z.object({ default_branch: z.string().optional() }).optional(),
  pull_request: z
    .object({
      number: z.number(),
      head: z.object({ sha: z.string(), repo: repositoryName }),
      base: z.object({ sha: z.string(), ref: z.string() }),
    })
    .optional(),
  workflow_run: z
    .object({
      id: z.number(),
      head_sha: z.string(),
      head_branch: z.string().nullish(),
      event: z.string(),
      head_repository: repositoryName,
    })
    .optional(),
})

export type WorkflowEvent = z.infer<typeof eventSchema>

/** Where and why the action runs, as the runner says it. */
export interface WorkflowContext {
  readonly owner: string
  readonly repo: string
  readonly sha: string
  /** The branch or tag, without `refs/heads/`. */
  readonly branch: string
  /** Nothing can be committed to it. */
  readonly isTag: boolean
  readonly eventName: string
  readonly event: WorkflowEvent
  /** The run was started to make up for a tick. */
  readonly catchUp: CatchUp | undefined
  /** What made it run: GitHub's event name; a run that makes up for a tick is one of the schedule. */
  readonly trigger: string
  readonly runId: number
  readonly attempt: number
  readonly apiUrl: string
  readonly runUrl: string
  /** Of the workflow, where a run can be started by hand. */
  readonly workflowUrl: string | undefined
  /** The file's name of the workflow; `undefined` when the runner does not say. */
  readonly workflowFile: string | undefined
  readonly workspace: string
  /** A folder that the runner empties after the job. */
  readonly temp: string
  /** The whole `github` context as far as it is known, for expressions; without the token. */
  readonly expressions: Readonly<Record<string, unknown>>
}

type Environment = Readonly<Record<string, string | undefined>>

export function readWorkflowContext(env: Environment): WorkflowContext {
  const get = (name: string) => env[name] ?? ''
  const repository = get('GITHUB_REPOSITORY')
  const [owner = '', repo = ''] = repository.split('/')
  if (owner === '' || repo === '') throw new Failure('runner/environment', 'GITHUB_REPOSITORY is not set')
  const payload = readPayload(get('GITHUB_EVENT_PATH'))
  const server = get('GITHUB_SERVER_URL') || 'https://github.com'
  const workflowFile = /\.github\/workflows\/([^@]+)/.exec(get('GITHUB_WORKFLOW_REF'))?.[1]
  const eventName = get('GITHUB_EVENT_NAME')
  const event = readEvent(payload)
  const catchUp =
    eventName === 'repository_dispatch' ? readCatchUp(event.action, event.client_payload) : undefined
  return {
    owner,
    repo,
    sha: get('GITHUB_SHA'),
    branch: get('GITHUB_REF').replace(/^refs\/(heads|tags)\//, ''),
    isTag: get('GITHUB_REF').startsWith('refs/tags/'),
    eventName,
    event,
    catchUp,
    trigger: catchUp === undefined ? eventName : 'schedule',
    runId: Number(get('GITHUB_RUN_ID')) || 0,
    attempt: Number(get('GITHUB_RUN_ATTEMPT')) || 1,
    apiUrl: get('GITHUB_API_URL') || 'https://api.github.com',
    runUrl: `${server}/${repository}/actions/runs/${get('GITHUB_RUN_ID')}`,
    workflowUrl:
      workflowFile === undefined ? undefined : `${server}/${repository}/actions/workflows/${workflowFile}`,
    workflowFile,
    workspace: get('GITHUB_WORKSPACE') || process.cwd(),
    temp: get('RUNNER_TEMP') || get('TMPDIR') || '/tmp',
    expressions: expressionContext(env, payload),
  }
}

/** What GitHub hands over in the environment, under the names its own expressions use. */
function expressionContext(env: Environment, payload: unknown): Record<string, unknown> {
  const names = Object.entries(env).filter(([name]) => name.startsWith('GITHUB_') && !name.endsWith('_TOKEN'))
  return {
    ...Object.fromEntries(
      names.map(([name, value]) => [name.slice('GITHUB_'.length).toLowerCase(), value ?? '']),
    ),
    event: payload,
  }
}

function readEvent(payload: unknown): z.output<typeof eventSchema> {
  const event = eventSchema.safeParse(payload)
  if (event.success) return event.data
  throw new Failure('runner/environment', 'the event of the workflow is none that is known', {
    cause: event.error,
  })
}

function readPayload(path: string): unknown {
  if (path === '') return {}
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new Failure('runner/environment', 'the event of the workflow cannot be read', { cause })
  }
}
