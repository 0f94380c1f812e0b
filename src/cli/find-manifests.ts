import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Usage } from '../diagnostic/failure.ts'
import { nearest } from '../text/nearest.ts'
import { isFolder, repositoryPath, workspaceOf } from './workspace.ts'

const ending = /\.ya?ml$/

/** A manifest on disk: the repository's root (absolute) and the file below it, as diagnostics name it. */
export interface ManifestFile {
  readonly workspace: string
  readonly file: string
}

/** The manifests of `pipelines/`, sorted by name. */
export function allManifests(cwd: string): ManifestFile[] {
  const folder = pipelinesFolder(cwd)
  const found = isFolder(folder) ? manifestsIn(folder) : []
  if (found.length > 0) return found.map((path) => manifestFile(path, cwd))
  throw new Usage('there is no pipelines/*.yml here', 'write a first one with: millrace init')
}

/** What the paths of a command line mean: files as they are, of a folder its manifests; also names as `run` takes them. */
export function manifestsAt(paths: readonly string[], cwd: string): ManifestFile[] {
  return paths.flatMap((given) => {
    const path = resolve(cwd, given)
    if (!isFolder(path)) return [manifestFile(existsSync(path) ? path : (named(given, cwd) ?? path), cwd)]
    const found = manifestsIn(path)
    if (found.length === 0) throw new Usage(`"${given}" holds no *.yml`)
    return found.map((manifest) => manifestFile(manifest, cwd))
  })
}

/** PIPELINE: the path of a manifest, or the name of one in `pipelines/`. */
export function findPipeline(given: string, cwd: string): ManifestFile {
  const folder = pipelinesFolder(cwd)
  const path = resolve(cwd, given)
  const found = isFile(path) ? path : named(given, cwd)
  if (found !== undefined) return manifestFile(found, cwd)
  if (isFolder(path))
    throw new Usage(`"${given}" is a folder, not a pipeline`, 'give the path of one manifest in it')
  const names = (isFolder(folder) ? manifestsIn(folder) : []).map(
    (each) => each.split(/[\\/]/).at(-1)?.replace(ending, '') ?? '',
  )
  const near = nearest(given, names)
  const known =
    names.length === 0 ? 'write a first one with: millrace init' : `there are: ${names.join(', ')}`
  throw new Usage(
    `there is no pipeline "${given}": neither a file of that name nor pipelines/${given}.yml`,
    near === undefined ? known : `did you mean "${near}"?`,
  )
}

/** The manifest in `pipelines/` of this name. */
function named(given: string, cwd: string): string | undefined {
  const folder = pipelinesFolder(cwd)
  return [join(folder, `${given}.yml`), join(folder, `${given}.yaml`)].find(isFile)
}

function isFile(path: string): boolean {
  return existsSync(path) && !isFolder(path)
}

/** `pipelines/` here, or else at the repository's root. */
function pipelinesFolder(cwd: string): string {
  const here = join(cwd, 'pipelines')
  return isFolder(here) ? here : join(workspaceOf(cwd, cwd), 'pipelines')
}

function manifestsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => ending.test(name))
    .toSorted()
    .map((name) => join(folder, name))
}

function manifestFile(path: string, cwd: string): ManifestFile {
  const workspace = workspaceOf(path, cwd)
  return { workspace, file: repositoryPath(path, workspace) }
}
