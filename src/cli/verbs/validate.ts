import type { Command } from 'commander'
import { createRunner } from '../../adapters/runner/runner.ts'
import { annotate } from '../../app/annotate.ts'
import { checkManifests } from '../../app/check.ts'
import type { LocatedDiagnostic } from '../../diagnostic/diagnostic.ts'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { allManifests, type ManifestFile, manifestsAt } from '../find-manifests.ts'
import { formatOption } from '../format-option.ts'
import { counted } from '../../text/quantities.ts'
import type { Shell } from '../shell.ts'
import { tellDiagnostics } from '../tell-diagnostics.ts'
import { printedJson } from '../../text/runner-command.ts'
import type { Verb } from '../verb.ts'

export const validate: Verb = {
  declare: (command) =>
    command
      .argument('[path...]', 'manifests, or folders that hold some (default: pipelines/)')
      .addOption(formatOption('human', 'json', 'github'))
      .option('--all', 'show every mistake, and not only the first; --format json always does'),
  perform: async (command, shell) => {
    const files = command.args.length === 0 ? allManifests(shell.cwd) : manifestsAt(command.args, shell.cwd)
    const found = await Promise.all(byWorkspace(files).map((group) => checkIn(group, optionsOf(command))))
    return print(command, files.length, found, shell)
  },
}

interface Checked {
  readonly workspace: string
  readonly diagnostics: readonly LocatedDiagnostic[]
}

interface Options {
  readonly format: 'human' | 'json' | 'github'
  readonly all?: boolean
}

function optionsOf(command: Command): Options {
  return command.opts<Options>()
}

async function checkIn(
  [workspace, files]: [string, readonly string[]],
  { format, all = false }: Options,
): Promise<Checked> {
  const most = all || format === 'json' ? { most: Number.POSITIVE_INFINITY } : {}
  const { diagnostics } = await checkManifests(files, workspace, most)
  return { workspace, diagnostics }
}

function byWorkspace(files: readonly ManifestFile[]): [string, string[]][] {
  const groups = Object.groupBy(files, ({ workspace }) => workspace)
  return Object.entries(groups).map(([workspace, members = []]) => [
    workspace,
    [...new Set(members.map(({ file }) => file))],
  ])
}

async function print(
  command: Command,
  files: number,
  found: readonly Checked[],
  shell: Shell,
): Promise<ExitStatus> {
  const { format, all: showAll = false } = optionsOf(command)
  const all = found.flatMap(({ diagnostics }) => diagnostics)
  if (format === 'json') shell.out(`${printedJson({ schema: 1, diagnostics: all.map(asJson) }, 2)}\n`)
  else if (format === 'github')
    annotate(all, createRunner(shell.env, shell.out), { rest: 'see millrace validate --all' })
  else {
    for (const { workspace, diagnostics } of found)
      await tellDiagnostics(diagnostics, workspace, shell, { all: showAll })
    shell.out(`${verdict(files, all, shell)}\n`)
  }
  return all.some(({ severity }) => severity === 'error') ? exitStatus.diagnostics : exitStatus.done
}

/** The shape that others build on. */
function asJson({
  code,
  severity,
  message,
  file,
  line,
  column,
  endLine,
  endColumn,
  help,
}: LocatedDiagnostic): object {
  return {
    code,
    severity,
    message,
    ...(help === undefined ? {} : { help }),
    file,
    line,
    column,
    endLine,
    endColumn,
  }
}

function verdict(files: number, diagnostics: readonly LocatedDiagnostic[], { paint }: Shell): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.length - errors
  const looked = counted(files, 'manifest')
  const warned = warnings === 0 ? '' : `, ${counted(warnings, 'warning')}`
  if (errors > 0) return `${paint.out.red('✗')} ${looked}: ${counted(errors, 'error')}${warned}`
  return `${paint.out.green('✓')} ${looked}, no mistake${warned}`
}
