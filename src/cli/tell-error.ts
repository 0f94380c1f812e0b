import { messageLines } from '../adapters/terminal/message-lines.ts'
import { Failure, Usage } from '../diagnostic/failure.ts'
import { exitStatus, type ExitStatus } from './exit-status.ts'
import type { Shell } from './shell.ts'
import { version } from './version.ts'

/** Says on standard error what went wrong and answers the exit status that stands for it. */
export function tellError(error: unknown, shell: Shell): ExitStatus {
  const { red, cyan, dim } = shell.paint.err
  const room = shell.stderr.isTTY ? shell.stderr.columns : undefined
  const print = (head: string, text: string, tail = ''): void => {
    for (const line of messageLines(text, { head: `${head} `, indent: '', tail, room }))
      shell.err(`${line}\n`)
  }
  const say = (message: string, help: string | undefined, tail?: string): void => {
    print(red('error:'), message, tail)
    if (help !== undefined) print(cyan('help:'), help)
  }
  if (error instanceof Usage) {
    say(error.message, error.help)
    return exitStatus.usage
  }
  if (error instanceof Failure) {
    say(error.message, error.help, dim(`[${error.code}]`))
    return exitStatus.failed
  }
  say('this is a bug in Millrace', 'please report it with the lines below')
  shell.err(`millrace ${version}, Node ${process.version}, ${process.platform} ${process.arch}\n`)
  shell.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return exitStatus.bug
}
