import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Failure } from '../../diagnostic/failure.ts'
import { requireInside } from '../inside.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import { layOutInputs } from './lay-out-inputs.ts'
import type { RunOptions } from './options.ts'
import { parseOutputs } from './parse-outputs.ts'
import { readOutput } from './read-output.ts'

type Context = StepContext<RunOptions>

/** As GitHub starts them: a script stops at its first failing command. */
const shells = {
  bash: { file: 'bash', args: ['--noprofile', '--norc', '-eo', 'pipefail'], ending: 'sh' },
  sh: { file: 'sh', args: ['-e'], ending: 'sh' },
  python: { file: 'python3', args: [], ending: 'py' },
} as const

const tailLines = 10

/** Runs a script of the author's; datasets in and out are files whose paths are in its environment. */
export async function run(context: Context): Promise<StepOutcome> {
  const { options, scratch } = context
  const files = {
    output: join(scratch, `output.${options.output ?? 'csv'}`),
    outputs: join(scratch, 'outputs.txt'),
    summary: join(scratch, 'summary.md'),
  }
  await Promise.all([writeFile(files.outputs, ''), writeFile(files.summary, '')])
  await runScript(context, {
    ...context.env,
    ...(await layOutInputs(context)),
    ...(options.output === undefined ? {} : { MILLRACE_OUTPUT: files.output }),
    GITHUB_OUTPUT: files.outputs,
    GITHUB_STEP_SUMMARY: files.summary,
    PYTHONUNBUFFERED: '1',
  })
  const outputs = parseOutputs(await readFile(files.outputs, 'utf8'), context.mask)
  const summary = await readFile(files.summary, 'utf8')
  const made = options.output === undefined ? {} : await readOutput(files.output, options.output, context)
  return { ...made, outputs, ...(summary.trim() === '' ? {} : { summary }) }
}

async function runScript(context: Context, env: Record<string, string>): Promise<void> {
  const shell = shells[context.options.shell]
  const path = join(context.scratch, `script.${shell.ending}`)
  await writeFile(path, context.options.script)
  const tail: string[] = []
  const { exitCode, signalName } = await context.ports.processes.run({
    file: shell.file,
    args: [...shell.args, path],
    cwd: workingDirectory(context),
    env,
    signal: context.signal,
    onLine(line, stream) {
      context.log(line, stream)
      if (stream === 'stderr') tail.push(line)
      if (tail.length > tailLines) tail.shift()
    },
  })
  if (exitCode === 0) return
  const how = signalName === null ? `exit code ${exitCode}` : `ended by ${signalName}`
  const said = tail.length === 0 ? '' : `:\n${tail.join('\n')}`
  throw new Failure('run/exit', `the script failed with ${how}${said}`, {
    retryable: true,
    ...(exitCode === null ? {} : { facts: { exitCode } }),
  })
}

function workingDirectory({ options, workspace }: Context): string {
  const directory = options.workingDirectory ?? '.'
  const path = resolve(workspace, directory)
  requireInside(path, workspace, directory)
  if (!existsSync(path)) throw new Failure('file/missing', `there is no working directory "${directory}"`)
  return path
}
