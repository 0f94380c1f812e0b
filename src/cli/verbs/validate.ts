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
      .addOption(formatOption('human', 'json', 'github')),
  perform: async (command, shell) => {
    const files = command.args.length === 0 ? allManifests(shell.cwd) : manifestsAt(command.args, shell.cwd)
    const found = await Promise.all(byWorkspace(files).map(checkIn))
    return print(command, files.length, found, shell)
  },
}

interface Checked {
  readonly workspace: string
  readonly diagnostics: readonly LocatedDiagnostic[]
}

async function checkIn([workspace, files]: [string, readonly string[]]): Promise<Checked> {
  const { diagnostics } = await checkManifests(files, workspace)
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
  const { format } = command.opts<{ format: 'human' | 'json' | 'github' }>()
  const all = found.flatMap(({ diagnostics }) => diagnostics)
  if (format === 'json') shell.out(`${printedJson({ schema: 1, diagnostics: all.map(asJson) }, 2)}\n`)
  else if (format === 'github')
    annotate(all, createRunner(shell.env, shell.out), { rest: 'see millrace validate' })
  else {
    for (const { workspace, diagnostics } of found) await tellDiagnostics(diagnostics, workspace, shell)
    shell.out(`${verdict(files, all, shell)}\n`)
  }
  return all.some(({ severity }) => severity === 'error') ? exitStatus.diagnostics : exitStatus.done
}

/** The shape that others build on: `docs/design.md`, section 10. */
function asJson({
  code,
  severity,
  message,
  file,
  line,
  column,
  endLine,
  endColumn,
}: LocatedDiagnostic): object {
  return { code, severity, message, file, line, column, endLine, endColumn }
}

function verdict(files: number, diagnostics: readonly LocatedDiagnostic[], { paint }: Shell): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.length - errors
  const looked = counted(files, 'manifest')
  const warned = warnings === 0 ? '' : `, ${counted(warnings, 'warning')}`
  if (errors > 0) return `${paint.out.red('✗')} ${looked}: ${counted(errors, 'error')}${warned}`
  return `${paint.out.green('✓')} ${looked}, no mistake${warned}`
}
