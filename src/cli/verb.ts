import type { Command } from 'commander'
import type { ExitStatus } from './exit-status.ts'
import type { Shell } from './shell.ts'

/** One verb of the command line: what it takes, and what it does. */
export interface Verb {
  readonly declare: (command: Command) => Command
  /** Reads its arguments from the parsed command. Throws `Usage`, `Failure` or `Bug`. */
  readonly perform: (command: Command, shell: Shell) => ExitStatus | Promise<ExitStatus>
}
