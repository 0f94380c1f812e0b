import { join } from 'node:path'
import { createArtifacts } from '../adapters/runner/artifacts.ts'
import { createRunner } from '../adapters/runner/runner.ts'
import { Failure, Usage } from '../diagnostic/failure.ts'
import type { Runner } from '../ports/runner.ts'
import type { Action, Verdict } from './action.ts'
import { readInputs, type Command } from './inputs.ts'
import { exit } from '../adapters/processes/exit.ts'
import { readWorkflowContext } from './workflow-context.ts'

/** A library's deprecations are nothing that a reader of the log could act on. */
process.noDeprecation = true

const cancelled = new AbortController()
const runner = createRunner(process.env, (text) => void process.stdout.write(text))

/** The runner sends SIGINT, then SIGTERM 7.5 s later; what a job leaves is uploaded in between. */
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => cancelled.abort(new Failure('run/cancelled', `the job got ${name}`)))
}

/** Each command in a chunk of its own: `plan` never loads what only `run` needs. */
const load: Readonly<Record<Command, () => Promise<(action: Action) => Promise<Verdict>>>> = {
  validate: async () => (await import('./validate.ts')).validate,
  plan: async () => (await import('./plan.ts')).plan,
  run: async () => (await import('./run-job.ts')).runJob,
  recover: async () => (await import('./recover.ts')).recover,
  'after-cancel': async () => (await import('./after-cancel.ts')).afterCancel,
  report: async () => (await import('./report.ts')).report,
  comment: async () => (await import('./comment.ts')).comment,
}

let status = 1
try {
  status = (await start()) === 'passed' ? 0 : 1
} catch (thrown) {
  tell(thrown, runner)
}
await exit(process, status)

async function start(): Promise<Verdict> {
  const inputs = readInputs(process.env)
  const context = readWorkflowContext(process.env)
  if (inputs.token !== '') runner.mask(inputs.token)
  const at = { owner: context.owner, repo: context.repo }
  const run = await load[inputs.command]()
  return run({
    inputs,
    context,
    runner,
    artifacts: createArtifacts(at),
    github: async () => {
      const { connectGitHub } = await import('../adapters/github/github.ts')
      return connectGitHub({ ...at, baseUrl: context.apiUrl, token: inputs.token })
    },
    ledger: async () => {
      const { githubLedger } = await import('../adapters/ledger/github-ledger.ts')
      return githubLedger({ ...at, baseUrl: context.apiUrl, token: inputs.token })
    },
    env: process.env,
    workspace: join(context.workspace, inputs.workingDirectory),
    signal: cancelled.signal,
  })
}

function tell(thrown: unknown, to: Runner): void {
  const known = thrown instanceof Failure || thrown instanceof Usage
  const what = thrown instanceof Error ? thrown.message : String(thrown)
  const help = known && thrown.help !== undefined ? `\n${thrown.help}` : ''
  to.annotate({ level: 'error', title: 'Millrace', message: `${what}${help}` })
  if (known) return
  to.line('This is a bug of Millrace; please report it with the lines below.')
  if (thrown instanceof Error) for (const line of thrown.stack?.split('\n') ?? []) to.line(line)
}
