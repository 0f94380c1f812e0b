import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { SqliteEngine, SqliteOptions, SqliteSession } from '../../ports/sqlite.ts'
import { childEntry } from '../../steps/child-entry.ts'
import { ChildChannel } from './child-channel.ts'
import type { Reply, Request } from './protocol.ts'

/** SQLite in child processes, one for each session. */
export const sqliteEngine: SqliteEngine = { open, prepare }

/** Where temporary files go, and what Windows cannot do without; nothing else, for it may be secret. */
function environment(): Record<string, string> {
  const names = ['SQLITE_TMPDIR', 'TMPDIR', 'TMP', 'TEMP', 'SYSTEMROOT']
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** A process that has nothing to do yet; the program's end does not wait for it. */
const spares = new Set<ChildProcess>()

function prepare(): Disposable {
  const child = start()
  hold(child, false)
  spares.add(child)
  child.once('exit', () => spares.delete(child))
  child.on('error', () => spares.delete(child))
  return {
    [Symbol.dispose]() {
      if (spares.delete(child)) child.kill('SIGKILL')
    },
  }
}

/** Whether the program goes on as long as the child does. */
function hold(child: ChildProcess, isHeld: boolean): void {
  for (const part of [child, child.channel, child.stderr]) {
    // oxlint-disable-next-line no-unsafe-type-assertion -- a pipe can be let go of too, which its type does not say
    const held = part as { ref(): void; unref(): void } | null | undefined
    if (isHeld) held?.ref()
    else held?.unref()
  }
}

function takeSpare(): ChildProcess | undefined {
  const [child] = spares
  if (child === undefined) return undefined
  spares.delete(child)
  hold(child, true)
  return child
}

function start(): ChildProcess {
  return fork(childEntry('sqlite-child', import.meta.url), {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

async function open(options: SqliteOptions, signal: AbortSignal): Promise<SqliteSession> {
  signal.throwIfAborted()
  const child = takeSpare() ?? start()
  const channel = new ChildChannel(child)
  const abort = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', abort, { once: true })
  const ask = async (request: Request): Promise<Reply> => {
    signal.throwIfAborted()
    try {
      return await channel.ask(request)
    } catch (error) {
      throw signal.aborted ? signal.reason : error
    }
  }
  const end = async (): Promise<void> => {
    signal.removeEventListener('abort', abort)
    if (child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    if (child.connected) child.disconnect()
    else child.kill('SIGKILL')
    await exit
  }
  try {
    await ask({ do: 'open', options })
  } catch (error) {
    await end()
    throw error
  }
  return {
    query: (statement) => ask({ do: 'query', statement }),
    describe: async (statement) => (await ask({ do: 'describe', statement })).columns,
    select: async (statement, columns) => void (await ask({ do: 'select', statement, columns })),
    fetch: async () => (await ask({ do: 'fetch' })).batch,
    [Symbol.asyncDispose]: end,
  }
}
