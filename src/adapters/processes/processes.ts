import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Failure } from '../../diagnostic/failure.ts'
import type { Processes } from '../../ports/ports.ts'
import { GroupWarden } from './group-warden.ts'
import { LineSplitter } from './lines.ts'
import { endGroup } from './process-group.ts'

type Command = Parameters<Processes['run']>[0]

/** Real processes. `graceMs` is what a group gets between SIGTERM and SIGKILL. */
export function createProcesses({ graceMs = 5_000 }: { graceMs?: number } = {}): Processes {
  const warden = new GroupWarden()
  return { run: (command) => run(command, graceMs, warden) }
}

async function run(command: Command, graceMs: number, warden: GroupWarden): ReturnType<Processes['run']> {
  command.signal.throwIfAborted()
  const { file, args, input } = warden.watched(requireProgram(command), command.args)
  const child = spawn(file, args, {
    cwd: command.cwd,
    env: command.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', input],
  })
  const closed = once(child, 'close')
  closed.catch(() => {})
  forwardLines(child, command.onLine)
  const group = await started(child, command)
  let ending: Promise<void> | undefined
  const abort = (): void => {
    ending = endGroup(group, graceMs)
  }
  command.signal.addEventListener('abort', abort, { once: true })
  if (command.signal.aborted) abort()
  await exited(child)
  await ending
  await endLeftovers(child, closed, () => endGroup(group, graceMs))
  warden.end(group)
  command.signal.removeEventListener('abort', abort)
  command.signal.throwIfAborted()
  return { exitCode: child.exitCode, signalName: child.signalCode }
}

/** Where the command's program lies; the shell that starts it would only say that it is not found. */
function requireProgram(command: Command): string {
  if (command.file.includes('/')) return command.file
  const folders = (command.env['PATH'] ?? '').split(delimiter)
  const found = folders.map((folder) => join(folder, command.file)).find((path) => isExecutable(path))
  if (found === undefined) throw notStarted(command, undefined)
  return found
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function started(child: ChildProcess, command: Command): Promise<number> {
  try {
    if (child.pid === undefined) await once(child, 'spawn')
  } catch (cause) {
    throw notStarted(command, cause)
  }
  if (child.pid === undefined) throw notStarted(command, undefined)
  return child.pid
}

function notStarted(command: Command, cause: unknown): Failure {
  return new Failure('process/start', `"${command.file}" could not be started in ${command.cwd}`, {
    cause,
    ...(isShortOf(cause) ? { retryable: true, facts: { infrastructure: true } } : {}),
    help: `Check that "${command.file}" is installed and that the working directory exists`,
  })
}

/** The machine has no process, memory or file to spare at the moment. */
function isShortOf(cause: unknown): boolean {
  return (
    cause instanceof Error &&
    'code' in cause &&
    ['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE'].includes(String(cause.code))
  )
}

async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/**
 * What the command left behind in its group may still write for a moment, then it is ended too. What fled into
 * another group and holds the pipes open is not waited for.
 */
async function endLeftovers(
  child: ChildProcess,
  closed: Promise<unknown>,
  end: () => Promise<void>,
): Promise<void> {
  await Promise.race([closed, setTimeout(1_000, undefined, { ref: false })])
  await end()
  await Promise.race([closed, setTimeout(1_000, undefined, { ref: false })])
  child.stdout?.destroy()
  child.stderr?.destroy()
}

function forwardLines(child: ChildProcess, onLine: Command['onLine']): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const splitter = new LineSplitter((line) => onLine(line, stream))
    child[stream]?.on('data', (chunk: Buffer) => splitter.write(chunk))
    child[stream]?.on('end', () => splitter.end())
  }
}
