import { readdir } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { type UsesStep, isUses, usedFile } from '../graph/used-file.ts'
import { placeOfUses } from '../graph/used-manifests.ts'
import { type Draft, draftManifest } from '../manifest/decode-manifest.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { type Source, parseSource, plainSource } from '../source/source.ts'
import { nearest } from '../text/nearest.ts'
import { readManifest, type Unsaved } from './read-manifest.ts'
import { readSqlFiles } from './sql-files.ts'

/** A manifest's file as it was found. */
export interface ReadPipeline {
  readonly file: string
  readonly source: Source
  /** Why there is no text. `missing`: because there is no file. */
  readonly problem?: Diagnostic
  readonly missing?: boolean
  /** As much as can be read of it, with the text of its `.sql` files. Absent: it does not parse. */
  readonly draft?: Draft
  readonly sqlProblems: readonly Diagnostic[]
}

/** These manifests and all that they use, directly or through others, each read once, by file. Those named come first. */
export async function readPipelines(
  files: readonly string[],
  workspace: string,
  unsaved: Unsaved,
): Promise<ReadonlyMap<string, ReadPipeline>> {
  const read = new Map<string, ReadPipeline>()
  for (let wanted = [...new Set(files)]; wanted.length > 0;) {
    const found = await Promise.all(wanted.map((file) => readPipeline(file, workspace, unsaved)))
    for (const one of found) read.set(one.file, one)
    const used = found.flatMap(({ draft }) => draft?.manifest.steps.filter(isUses).map(usedFile) ?? [])
    wanted = [...new Set(used)].filter((file) => isInside(file) && !read.has(file))
  }
  return read
}

async function readPipeline(file: string, workspace: string, unsaved: Unsaved): Promise<ReadPipeline> {
  const read = await readManifest(file, workspace, unsaved)
  if ('problem' in read) return { ...read, file, source: plainSource(file, ''), sqlProblems: [] }
  const source = parseSource(file, read.text)
  if (source.authored === undefined) return { file, source, sqlProblems: [] }
  const draft = draftManifest(file, source.authored)
  const { manifest, diagnostics } = await readSqlFiles(draft.manifest, workspace)
  return { file, source, draft: { ...draft, manifest }, sqlProblems: diagnostics }
}

function isInside(file: string): boolean {
  return !file.startsWith('../')
}

/** The pipelines that a manifest uses and that are not there. */
export async function missingPipelines(
  manifest: Manifest,
  read: ReadonlyMap<string, ReadPipeline>,
  workspace: string,
): Promise<Diagnostic[]> {
  const found = await Promise.all(
    manifest.steps.filter(isUses).map(async (step): Promise<Diagnostic[]> => {
      const file = usedFile(step)
      if (!isInside(file)) return [outside(manifest, step)]
      const isMissing = read.get(file)?.missing === true
      return isMissing ? [missing(manifest, step, await manifestsNear(file, workspace))] : []
    }),
  )
  return found.flat()
}

function outside(manifest: Manifest, step: UsesStep): Diagnostic {
  return {
    code: 'manifest/file',
    severity: 'error',
    message: `"${step.options.file}" is outside the repository`,
    at: placeOfUses(manifest, step),
    help: 'use a pipeline of this repository, like ./pipelines/clean.yml',
  }
}

function missing(manifest: Manifest, step: UsesStep, there: readonly string[]): Diagnostic {
  const near = nearest(
    usedFile(step),
    there.filter((file) => file !== manifest.file),
  )
  return {
    code: 'manifest/file',
    severity: 'error',
    message: `pipeline "${step.options.file}" is not there${near === undefined ? '' : `; did you mean "./${near}"?`}`,
    at: placeOfUses(manifest, step),
    help: near === undefined ? 'paths start at the root of the repository' : `write "./${near}"`,
  }
}

/** Where it was looked for, and in `pipelines/`. */
async function manifestsNear(file: string, workspace: string): Promise<string[]> {
  const folders = [...new Set([dirname(file), 'pipelines'])]
  const names = await Promise.all(
    folders.map(async (folder) => {
      const found = await readdir(join(workspace, folder)).catch(() => [])
      return found.filter((name) => /\.ya?ml$/.test(name)).map((name) => posix.join(folder, name))
    }),
  )
  return names.flat()
}
