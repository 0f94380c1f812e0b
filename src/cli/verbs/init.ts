import { findOwnAction } from '../../adapters/environment/own-action.ts'
import { checkManifests } from '../../app/check.ts'
import { type InitStep, initWorkspace, writeEnvExample } from '../../app/init.ts'
import { planWorkflows, writeWorkflows } from '../../app/workflow.ts'
import { namesUsed } from '../../expression/names-used.ts'
import { exitStatus } from '../exit-status.ts'
import { allManifests } from '../find-manifests.ts'
import type { Shell } from '../shell.ts'
import type { Verb } from '../verb.ts'
import { version } from '../version.ts'
import { workspaceOf } from '../workspace.ts'

export const init: Verb = {
  declare: (command) => command,
  perform: async (_command, shell) => {
    const workspace = workspaceOf(shell.cwd, shell.cwd)
    tell(await initWorkspace(workspace), shell)
    const files = allManifests(workspace).map(({ file }) => file)
    const { graphs } = await checkManifests(files, workspace)
    const names = graphs.flatMap(({ manifest }) => {
      const { secrets, vars } = namesUsed(manifest)
      return [...secrets, ...vars].filter((name) => name !== 'GITHUB_TOKEN')
    })
    tell(await writeEnvExample(workspace, [...new Set(names)].toSorted()), shell)
    await addWorkflows(workspace, files, shell)
    shell.out(
      `\nNow:\n  ${shell.paint.out.bold('millrace run daily-sales')}\n  ${secondCommand(workspace, shell)}\n`,
    )
    return exitStatus.done
  },
}

/** Without knowing which Millrace GitHub shall run, no workflow can be written: the second command says it. */
async function addWorkflows(workspace: string, files: readonly string[], shell: Shell): Promise<void> {
  const found = findOwnAction(workspace, import.meta.dirname, version)
  if (found === undefined) return
  const workflows = await planWorkflows({ workspace, files, found })
  if (!workflows.ok) {
    shell.out('\nno workflow is written until the manifests have no mistake: see millrace validate\n')
    return
  }
  const missing = workflows.drift.filter(({ kind }) => kind === 'missing')
  await writeWorkflows(workspace, { files: workflows.files, drift: missing })
  const differing = workflows.drift.filter(({ kind }) => kind === 'differs').map(({ path }) => path)
  const written = new Set(missing.map(({ path }) => path))
  tell(
    workflows.files.map(({ path }) => ({ path, did: written.has(path) ? 'written' : 'kept' })),
    shell,
  )
  if (differing.length > 0)
    shell.out(
      `\n${differing.join(', ')}: not as the manifests need ${differing.length === 1 ? 'it' : 'them'}; \`millrace workflow\` writes what they do\n`,
    )
}

function secondCommand(workspace: string, { paint }: Shell): string {
  const known = findOwnAction(workspace, import.meta.dirname, version) !== undefined
  return paint.out.bold(
    known
      ? 'git add . && git commit -m "A first pipeline"'
      : 'millrace workflow --action owner/millrace@<commit>',
  )
}

function tell(steps: readonly InitStep[], { out, paint }: Shell): void {
  for (const { path, did } of steps)
    out(`${did === 'kept' ? paint.out.dim('kept   ') : paint.out.green(did.padEnd(8).slice(0, 8))} ${path}\n`)
}
