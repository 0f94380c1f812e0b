import { Command, CommanderError } from 'commander'
import { Usage } from '../diagnostic/failure.ts'
import { nearest } from '../text/nearest.ts'
import { exitStatus, type ExitStatus } from './exit-status.ts'
import { helpText } from './help-text.ts'
import { loadVerb } from './load-verb.ts'
import { createShell, type Shell } from './shell.ts'
import { isVerb, verbs, type VerbName } from './verb-names.ts'

/** Runs one command line and answers the exit status. Never throws. */
export async function runProgram(args: readonly string[]): Promise<ExitStatus> {
  const shell = createShell(process)
  try {
    return await dispatch(args, shell)
  } catch (error) {
    const { tellError } = await import('./tell-error.ts')
    return tellError(error, shell)
  }
}

async function dispatch([first, ...rest]: readonly string[], shell: Shell): Promise<ExitStatus> {
  if (first === undefined) {
    shell.err(helpText())
    return exitStatus.usage
  }
  if (first === 'help') return performVerb(verbNamed(rest[0] ?? ''), ['--help'], shell)
  return performVerb(verbNamed(first), rest, shell)
}

function verbNamed(name: string): VerbName {
  if (isVerb(name)) return name
  if (name.startsWith('-')) throw new Usage(`"${name}" is not an option of millrace`, 'see millrace --help')
  const near = nearest(name, [...Object.keys(verbs), 'help'])
  const help = near === undefined ? 'see millrace --help' : `did you mean "${near}"?`
  throw new Usage(`"${name}" is not a verb of millrace`, help)
}

async function performVerb(name: VerbName, args: readonly string[], shell: Shell): Promise<ExitStatus> {
  const verb = await loadVerb(name)
  const command = verb.declare(newCommand(name, shell))
  try {
    command.parse(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitStatus.done
    throw error instanceof CommanderError ? usageOf(error, name) : error
  }
  return verb.perform(command, shell)
}

function newCommand(name: VerbName, shell: Shell): Command {
  return new Command(`millrace ${name}`)
    .description(`${name}: ${verbs[name]}`)
    .helpOption('-h, --help', 'show this')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: shell.out, writeErr: shell.err, outputError: () => {} })
    .action(() => {})
}

/** Commander's own words, its suggestion set apart: `error: unknown option '--x'\n(Did you mean --y?)`. */
function usageOf(error: CommanderError, name: VerbName): Usage {
  const [message = '', ...hints] = error.message.split('\n')
  const hint = hints
    .join(' ')
    .replace(/^\((.*)\)$/, '$1')
    .replace(/^Did/, 'did')
  return new Usage(message.replace(/^error: /, ''), hint === '' ? `see millrace ${name} --help` : hint)
}
