import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ArtifactService } from './artifact-service.ts'
import { owner, repo, type TestGitHub } from './github-server.ts'

export interface ActionRequest {
  readonly inputs: Readonly<Record<string, string>>
  readonly workspace: string
  readonly event: string
  readonly payload?: unknown
  readonly runId: number
  readonly github: TestGitHub
  readonly artifacts: ArtifactService
  readonly env?: Readonly<Record<string, string>>
}

export interface ActionRun {
  readonly exitCode: number | null
  readonly log: string
  readonly outputs: string
  readonly summary: string
}

const main = fileURLToPath(new URL('../../src/action/main.ts', import.meta.url))

/** Where `scripts/test.ts` lets what is compiled be kept. */
const compileCache = process.env['NODE_COMPILE_CACHE']
const compiled = compileCache === undefined ? {} : { NODE_COMPILE_CACHE: compileCache }

/** Starts the action as the runner does: inputs and files in the environment, nothing of this process's. */
export async function startAction(request: ActionRequest) {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-action-'))
  for (const name of ['output', 'summary']) await writeFile(join(folder, name), '')
  await writeFile(join(folder, 'event.json'), JSON.stringify(request.payload ?? {}))
  const child = spawn(process.execPath, [main], {
    cwd: request.workspace,
    env: { ...runnerEnvironment(request, folder), ...compiled, ...request.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString()))
  const ended = once(child, 'close').then(async (): Promise<ActionRun> => {
    const read = (name: string) => readFile(join(folder, name), 'utf8')
    return { exitCode: child.exitCode, log, outputs: await read('output'), summary: await read('summary') }
  })
  return { ended, kill: (signal: NodeJS.Signals) => child.kill(signal), logged: () => log, temp: folder }
}

export async function runAction(request: ActionRequest): Promise<ActionRun> {
  return (await startAction(request)).ended
}

function runnerEnvironment(request: ActionRequest, folder: string): Record<string, string> {
  const inputs = Object.entries(request.inputs).map(
    ([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const,
  )
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    ...Object.fromEntries(inputs),
    ...request.artifacts.environment(request.runId),
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: request.github.url,
    GITHUB_EVENT_NAME: request.event,
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: `${owner}/${repo}`,
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: String(request.runId),
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    GITHUB_WORKSPACE: request.workspace,
    RUNNER_TEMP: folder,
  }
}
