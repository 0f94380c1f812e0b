import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'

/**
 * The repository's root for a manifest: the nearest folder above it that holds `.git`. Outside a repository it is the
 * current folder, if the manifest lies below it, or else the folder that holds `pipelines/`.
 */
export function workspaceOf(path: string, cwd: string): string {
  const folder = isFolder(path) ? path : dirname(path)
  for (let above = folder; ; above = dirname(above)) {
    if (existsSync(join(above, '.git'))) return above
    if (above === dirname(above)) break
  }
  if (isWithin(folder, cwd)) return cwd
  return basename(folder) === 'pipelines' ? dirname(folder) : folder
}

/** A path as manifests and diagnostics name it: from the repository's root, with forward slashes. */
export function repositoryPath(path: string, workspace: string): string {
  return relative(workspace, path).split(sep).join('/')
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function isWithin(path: string, folder: string): boolean {
  return resolve(path) === resolve(folder) || resolve(path).startsWith(resolve(folder) + sep)
}
