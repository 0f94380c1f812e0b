import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import { Bug, Failure } from '../../diagnostic/failure.ts'
import { childEntry } from '../child-entry.ts'
import { requireInside } from '../inside.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import { type ModuleResult, moduleResult } from './module-result.ts'
import type { ModuleTask } from './module-task.ts'
import type { TransformOptions } from './options.ts'
import { parseJson } from '../../text/parse-json.ts'
import { counted, number } from '../../text/quantities.ts'

/** Rows live for a batch: with more room for what is new they only pile up, to twice the memory in the same time. */
const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8']

type Context = StepContext<Extract<TransformOptions, { readonly module: string }>>

/**
 * Calls a function of the author's, in a process of its own: it is imported afresh, what it prints goes into the
 * log, and cancelling ends it whatever it is doing. It reads and writes dataset files; no row crosses over.
 */
export async function transformByModule(context: Context): Promise<StepOutcome> {
  const task = describeTask(context)
  const taskPath = join(context.scratch, 'task.json')
  await writeFile(taskPath, JSON.stringify(task))
  const { exitCode, signalName } = await context.ports.processes.run({
    file: process.execPath,
    args: [...flags, childEntry('module-child', import.meta.url), taskPath],
    cwd: context.workspace,
    env: context.env,
    signal: context.signal,
    onLine: (line, stream) => hear(line, stream, { token: task.progressToken, context }),
  })
  if (!existsSync(task.resultPath)) {
    throw ended(context, `early (${signalName ?? `exit code ${exitCode}`})`)
  }
  const result = moduleResult.safeParse(parseJson(await readFile(task.resultPath, 'utf8')))
  if (!result.success) throw ended(context, 'and left nothing that can be read')
  return outcome(result.data, task)
}

function ended({ options }: Context, how: string): Failure {
  return new Failure('module/ended', `the process of "${options.module}" ended ${how}`, {
    retryable: true,
    help: 'A module must not call process.exit(); if it was killed, it may have used too much memory',
  })
}

function describeTask(context: Context): ModuleTask {
  const { options, workspace, needs } = context
  const module = resolve(workspace, options.module)
  requireInside(module, workspace, options.module)
  if (!existsSync(module)) {
    throw new Failure('file/missing', `there is no module "${options.module}"`)
  }
  return {
    stepId: context.stepId,
    module,
    workspace,
    export: options.export,
    needs,
    from: options.from ?? onlyNeed(needs),
    with: options.with,
    columns: options.columns,
    datasetPath: context.datasetPath,
    scratch: context.scratch,
    run: context.run,
    resultPath: join(context.scratch, 'result.json'),
    progressToken: randomUUID(),
  }
}

/** The one dataset there is, though it may have two names (`clean`, `clean/daily`). */
function onlyNeed(needs: Context['needs']): string | undefined {
  const files = new Set(Object.values(needs).map(({ path }) => path))
  return files.size === 1 ? Object.keys(needs)[0] : undefined
}

function hear(
  line: string,
  stream: 'stdout' | 'stderr',
  { token, context }: { token: string; context: Context },
): void {
  if (line.startsWith(token)) context.progress({ rows: Number(line.slice(token.length)) })
  else context.log(line, stream)
}

function outcome(result: ModuleResult, { datasetPath, stepId }: ModuleTask): StepOutcome {
  if (!result.ok) {
    if (result.code === 'bug') throw new Bug(result.message)
    throw new Failure(result.code, result.message, {
      retryable: result.retryable,
      facts: result.facts ?? {},
      ...(result.help === undefined ? {} : { help: result.help }),
    })
  }
  using made = openDatasetFile(datasetPath, stepId)
  const dataset = { name: stepId, path: datasetPath, columns: made.columns, rows: made.rows }
  return { dataset, note: `${counted(result.read, 'row')} read, ${number(made.rows)} made` }
}
