import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { readActLog, type ActLog } from './act-log.ts'
import type { ActRepository } from './act-repository.ts'
import { prepareWorkflow } from './act-workflow.ts'
import type { ArtifactService } from './artifact-service.ts'
import { owner, repo, type TestGitHub } from './github-server.ts'

export interface ActRequest {
  readonly repository: ActRepository
  /** The workflow's text; it need not be in the repository. */
  readonly workflow: string
  readonly event: string
  readonly payload?: unknown
  readonly runId: number
  /** The workflow's file in the repository, without its folder. */
  readonly workflowFile?: string
  readonly token?: string
  readonly github?: TestGitHub
  readonly artifacts?: ArtifactService
  readonly secrets?: Readonly<Record<string, string>>
  readonly variables?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** How a generated workflow names our own action, without its ref. */
  readonly ownAction?: string
  /** Each job in it runs this first: to make one die, say. */
  readonly alter?: (workflow: string) => string
}

export interface ActRun extends ActLog {
  readonly exitCode: number
  /** Everything act wrote, for the message of a failed assertion; never for a search for secrets. */
  readonly raw: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs one workflow as GitHub would, as far as act goes, with nothing of this process's environment in it. */
export async function runAct(request: ActRequest): Promise<ActRun> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-act-run-'))
  try {
    const action = await prepareAction(join(folder, 'action'))
    const own = { name: request.ownAction, action }
    const altered = request.alter?.(request.workflow) ?? request.workflow
    const { file, repositories } = await prepareWorkflow(altered, own, folder)
    const eventFile = join(folder, 'event.json')
    await writeFile(eventFile, JSON.stringify(request.payload ?? {}))
    return await spawnAct([...argumentsFor(request, file, eventFile), ...mapped(repositories)], folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function argumentsFor(request: ActRequest, file: string, eventFile: string): readonly string[] {
  const { repository, event, runId, github, artifacts } = request
  const env = {
    GITHUB_RUN_ID: String(runId),
    GITHUB_REPOSITORY: `${owner}/${repo}`,
    GITHUB_WORKFLOW_REF: `${owner}/${repo}/.github/workflows/${request.workflowFile ?? 'test.yml'}@refs/heads/main`,
    ...(github === undefined ? {} : { GITHUB_API_URL: github.url }),
    ...artifacts?.environment(runId),
    ...request.env,
  }
  const flags = ['-C', repository.folder, '-W', file, '-e', eventFile, '-a', 'someone']
  const labels = ['ubuntu-latest', 'ubuntu-slim', 'ubuntu-24.04'].flatMap((label) => [
    '-P',
    `${label}=-self-hosted`,
  ])
  const token = request.token === undefined ? {} : { GITHUB_TOKEN: request.token }
  return [
    event,
    ...flags,
    ...labels,
    '--rm',
    '--json',
    '--verbose',
    '--no-cache-server',
    ...pairs('--env', env),
    ...pairs('--var', request.variables ?? {}),
    ...pairs('-s', { ...request.secrets, ...token }),
  ]
}

function pairs(flag: string, values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`])
}

function mapped(repositories: readonly string[]): readonly string[] {
  return repositories.flatMap((repository) => ['--local-repository', repository])
}

async function spawnAct(args: readonly string[], folder: string): Promise<ActRun> {
  const path = `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`
  const child = spawn(findAct(), [...args, '--action-cache-path', join(folder, 'cache')], {
    env: { PATH: path, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { ...readActLog(stdout), exitCode: child.exitCode ?? 1, raw: `${stdout}\n${stderr}` }
}

/** `MILLRACE_ACT`, or `act` on the path. A machine without it fails these tests; it does not skip them. */
function findAct(): string {
  const named = process.env['MILLRACE_ACT']
  if (named !== undefined && named !== '') return named
  try {
    return execFileSync('which', ['act']).toString().trim()
  } catch {
    throw new Error(
      'these tests need act 0.2.89: put it on the PATH, or its path into MILLRACE_ACT (.ci/run does both)',
    )
  }
}

/** The action as a user's workflow would find it: the committed bundle, or with MILLRACE_ACTION=src the sources. */
async function prepareAction(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  await cp(join(root, 'action.yml'), join(folder, 'action.yml')).catch(() => {})
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  const built = process.env['MILLRACE_ACTION'] !== 'src' && (await exists(join(root, 'dist/action/main.js')))
  if (built) {
    await cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true })
    return folder
  }
  await mkdir(join(folder, 'dist/action'), { recursive: true })
  const main = JSON.stringify(join(root, 'src/action/main.ts'))
  await writeFile(join(folder, 'dist/action/main.js'), `await import(${main})\n`)
  return folder
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
