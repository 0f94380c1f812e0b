import { readFile, stat } from 'node:fs/promises'
import { isAbsolute, relative, resolve } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import { hashOf, type KeyPart, type PartGroup } from '../../cache/cache-key.ts'
import { hashFile } from '../../cache/hash-file.ts'

/** More files than this are one part together: which of them changed is then not told. */
const mostParts = 100

/** The content of files (absolute paths), each a part by its path in the workspace. */
export async function fileParts(
  group: PartGroup,
  paths: readonly string[],
  workspace: string,
): Promise<KeyPart[]> {
  const parts: KeyPart[] = []
  for (const path of new Set(paths)) {
    parts.push({ group, name: relative(workspace, path), hash: await hashFile(path) })
  }
  return parts
}

/** The files that a pattern (a path or a glob, relative to the workspace) names now. What is not there counts too. */
export async function patternParts(pattern: string, workspace: string): Promise<KeyPart[]> {
  const group = 'files'
  if (!isInside(pattern, workspace)) return [{ group, name: pattern, hash: 'outside' }]
  if (!isDynamicPattern(pattern)) {
    const path = resolve(workspace, pattern)
    const found = await stat(path).catch(() => undefined)
    if (found?.isFile() === true) return fileParts(group, [path], workspace)
    return [{ group, name: pattern, hash: found === undefined ? 'missing' : 'folder' }]
  }
  const names = await glob(pattern, {
    cwd: workspace,
    onlyFiles: true,
    dot: false,
    followSymbolicLinks: false,
  })
  const parts = await fileParts(
    group,
    names.toSorted().map((name) => resolve(workspace, name)),
    workspace,
  )
  return parts.length <= mostParts ? parts : [{ group, name: pattern, hash: hashOf(parts) }]
}

/** What lies outside the repository is none of its steps' business, and no key is to tell of it. */
function isInside(pattern: string, workspace: string): boolean {
  const below = relative(workspace, resolve(workspace, pattern))
  return !below.startsWith('..') && !isAbsolute(below) && !pattern.split(/[/\\]/).includes('..')
}

/** Whether one of the files holds the word. */
export async function mention(paths: readonly string[], word: RegExp): Promise<boolean> {
  for (const path of paths) if (word.test(await readFile(path, 'utf8'))) return true
  return false
}
