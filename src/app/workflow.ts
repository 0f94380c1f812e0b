import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import { Failure, Usage } from '../diagnostic/failure.ts'
import { findDrift, type Drift } from '../workflow/drift.ts'
import { workflowFiles } from '../workflow/generate.ts'
import { keepPins } from '../workflow/keep-pins.ts'
import type { WorkflowFile } from '../workflow/render-workflow.ts'
import { readSettings, type WorkflowSettings } from '../workflow/settings.ts'
import { checkManifests } from './check.ts'
import { lostOnGitHub } from './lost-on-github.ts'

export interface WorkflowRequest {
  /** The repository's root (absolute). */
  readonly workspace: string
  /** The manifests, relative to it. */
  readonly files: readonly string[]
  /** How the workflows are to name our action. Absent: as the files there do, or as `found` says. */
  readonly action?: WorkflowSettings
  /** The action as it can be found out without being told. */
  readonly found?: WorkflowSettings
}

export type Workflows =
  | { readonly ok: false; readonly diagnostics: readonly LocatedDiagnostic[] }
  | {
      readonly ok: true
      readonly diagnostics: readonly LocatedDiagnostic[]
      readonly files: readonly WorkflowFile[]
      /** How the repository's files differ from these. */
      readonly drift: readonly Drift[]
      /** What GitHub would not keep, a sentence each. */
      readonly notes: readonly string[]
    }

const folder = '.github/workflows'

/** The workflow files that the manifests need, and how those there differ. Writes nothing. */
export async function planWorkflows(request: WorkflowRequest): Promise<Workflows> {
  const { graphs, diagnostics } = await checkManifests(request.files, request.workspace)
  if (diagnostics.some(({ severity }) => severity === 'error')) return { ok: false, diagnostics }
  const present = await presentFiles(request.workspace)
  const generated = workflowFiles(graphs, chooseSettings(request, present))
  const files = keepPins(generated, present, request.action?.action)
  const notes = graphs.flatMap(({ manifest }) => lostOnGitHub(manifest))
  return { ok: true, diagnostics, files, drift: findDrift(files, present), notes }
}

/** Writes what is missing or differs and removes what is left over; files that a person wrote are never touched. */
export async function writeWorkflows(
  workspace: string,
  { files, drift }: { readonly files: readonly WorkflowFile[]; readonly drift: readonly Drift[] },
): Promise<void> {
  for (const { path, kind } of drift) {
    const target = join(workspace, path)
    const wanted = files.find((file) => file.path === path)
    if (kind === 'left over') await rm(target)
    else if (wanted !== undefined) await write(target, wanted.text)
  }
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  } catch (cause) {
    throw new Failure('file/write', `${path} cannot be written`, { cause })
  }
}

async function presentFiles(workspace: string): Promise<WorkflowFile[]> {
  const names = await readdir(join(workspace, folder)).catch(() => [])
  const ours = names.filter((name) => /^millrace-.*\.yml$/.test(name)).toSorted()
  return Promise.all(
    ours.map(async (name) => {
      const path = `${folder}/${name}`
      return { path, text: await readFile(join(workspace, path), 'utf8') }
    }),
  )
}

function chooseSettings(
  { action, found }: WorkflowRequest,
  present: readonly WorkflowFile[],
): WorkflowSettings {
  const remembered = present.map(({ text }) => readSettings(text)).find((settings) => settings !== undefined)
  const settings = action ?? remembered ?? found
  if (settings !== undefined) return settings
  throw new Usage(
    'which Millrace shall the workflows use?',
    'name it once, pinned: millrace workflow --action "owner/millrace@<full commit sha> # v1.2.3"',
  )
}
