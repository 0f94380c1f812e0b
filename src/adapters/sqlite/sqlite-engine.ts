import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { SqliteEngine, SqliteOptions, SqliteSession } from '../../ports/ports.ts'
import { childEntry } from '../../steps/child-entry.ts'
import { ChildChannel } from './child-channel.ts'
import type { Reply, Request } from './protocol.ts'

/** SQLite in child processes, one for each session. */
export const sqliteEngine: SqliteEngine = { open }

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

async function open(options: SqliteOptions, signal: AbortSignal): Promise<SqliteSession> {
  signal.throwIfAborted()
  const child = fork(childEntry('sqlite-child', import.meta.url), {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
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
    [Symbol.asyncDispose]: end,
  }
}
