import { InvalidArgumentError } from 'commander'
import { findOwnAction } from '../../adapters/environment/own-action.ts'
import { plainText } from '../../adapters/terminal/plain-text.ts'
import { planWorkflows, type Workflows, writeWorkflows } from '../../app/workflow.ts'
import { counted } from '../../text/quantities.ts'
import type { Drift } from '../../workflow/drift.ts'
import { isPinned } from '../../workflow/pinned-actions.ts'
import type { WorkflowSettings } from '../../workflow/settings.ts'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { allManifests } from '../find-manifests.ts'
import type { Shell } from '../shell.ts'
import { tellDiagnostics } from '../tell-diagnostics.ts'
import { tellNotes } from '../tell-notes.ts'
import type { Verb } from '../verb.ts'
import { version } from '../version.ts'

export const workflow: Verb = {
  declare: (command) =>
    command
      .option('--check', 'write nothing; fail if the files there are not what the manifests need')
      .option(
        '--action <reference>',
        'the Millrace to use, pinned: "owner/millrace@<sha> # v1.2.3"',
        parseAction,
      ),
  perform: async (command, shell) => {
    const { check, action } = command.opts<{ check?: true; action?: WorkflowSettings }>()
    const manifests = allManifests(shell.cwd)
    const workspace = manifests[0]?.workspace ?? shell.cwd
    const found = findOwnAction(workspace, import.meta.dirname, version)
    const workflows = await planWorkflows({
      workspace,
      files: manifests.map(({ file }) => file),
      ...(action === undefined ? {} : { action }),
      ...(found === undefined ? {} : { found }),
    })
    await tellDiagnostics(workflows.diagnostics, workspace, shell)
    if (!workflows.ok) return exitStatus.diagnostics
    await tellNotes(workflows.notes, shell)
    return check === true ? tellDrift(workflows, shell) : write(workflows, workspace, shell)
  },
}

type Made = Extract<Workflows, { ok: true }>

async function write(made: Made, workspace: string, shell: Shell): Promise<ExitStatus> {
  await writeWorkflows(workspace, made)
  const { green, red, dim } = shell.paint.out
  for (const { path, kind } of made.drift)
    shell.out(
      `${kind === 'left over' ? red('removed') : green(kind === 'missing' ? 'written' : 'updated')} ${path}\n`,
    )
  const unchanged = made.files.length - made.drift.filter(({ kind }) => kind !== 'left over').length
  if (unchanged > 0) shell.out(dim(`${unchanged} as ${unchanged === 1 ? 'it was' : 'they were'}\n`))
  return exitStatus.done
}

function tellDrift({ drift, files }: Made, shell: Shell): ExitStatus {
  for (const one of drift) shell.out(driftText(one, shell))
  if (drift.length > 0) {
    shell.err(`${shell.paint.err.cyan('help:')} run millrace workflow and commit what it writes\n`)
    return exitStatus.diagnostics
  }
  shell.out(`${shell.paint.out.green('✓')} ${files.length} workflows, all as the manifests need them\n`)
  return exitStatus.done
}

function driftText({ path, kind, lines = [] }: Drift, { paint: { out: paint } }: Shell): string {
  const [first] = lines
  const head = `${paint.yellow(kind.padEnd(9))} ${path}${first === undefined ? '' : `:${first.number}`}`
  const shown = lines
    .slice(0, linesAtMost)
    .map(({ sign, text }) => (sign === '-' ? paint.red : paint.green)(`  ${sign} ${plainText(text)}`))
  const hidden = lines.length - shown.length
  const rest = hidden > 0 ? [paint.dim(`  … and ${counted(hidden, 'more line')}`)] : []
  return `${[head, ...shown, ...rest].join('\n')}\n`
}

/** More differing lines of a file than this are counted. */
const linesAtMost = 10

function parseAction(text: string): WorkflowSettings {
  const [, action = '', release] = /^(\S+)(?:\s+#\s*(\S+))?$/.exec(text) ?? []
  if (action === '$/' || (isPinned(action) && /^[\w.-]+\/[\w./-]+@/.test(action)))
    return release === undefined ? { action } : { action, version: release }
  throw new InvalidArgumentError('Pin it by its full commit: "owner/millrace@<40 hex digits> # v1.2.3".')
}
