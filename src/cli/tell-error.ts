import { Failure, Usage } from '../diagnostic/failure.ts'
import { exitStatus, type ExitStatus } from './exit-status.ts'
import type { Shell } from './shell.ts'
import { version } from './version.ts'

/** Says on standard error what went wrong and answers the exit status that stands for it. */
export function tellError(error: unknown, shell: Shell): ExitStatus {
  const { red, cyan, dim } = shell.paint.err
  const say = (message: string, help: string | undefined): void => {
    shell.err(`${red('error:')} ${message}\n`)
    if (help !== undefined) shell.err(`${cyan('help:')} ${help}\n`)
  }
  if (error instanceof Usage) {
    say(error.message, error.help)
    return exitStatus.usage
  }
  if (error instanceof Failure) {
    say(`${error.message} ${dim(`[${error.code}]`)}`, error.help)
    return exitStatus.failed
  }
  say('this is a bug in Millrace', 'please report it with the lines below')
  shell.err(`millrace ${version}, Node ${process.version}, ${process.platform} ${process.arch}\n`)
  shell.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return exitStatus.bug
}
