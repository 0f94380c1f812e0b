import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { pythonImports } from './python-imports.ts'
import { wordsOf } from './shell-words.ts'

/** A chain of imports longer than this is not followed to its end. */
const mostFiles = 5_000

/** A larger file is none that a person wrote: it counts, and is not read for what it imports. */
const mostBytes = 2_000_000

/** Where a package's version stands. */
const packageFiles = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
]

/** What Node tries for a path that is imported without its ending. */
const endings = ['', '.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js']

interface Around {
  /** Where the step's commands run. */
  readonly folder: string
  readonly workspace: string
}

/**
 * The files of the workspace that a module's code stands in: itself, what it imports by relative paths, in turn, and,
 * where it imports a package, the files that say which version. Paths are absolute; what is not there is left out.
 */
export function moduleFiles(module: string, workspace: string): string[] {
  return followed([module], { folder: workspace, workspace })
}

/**
 * The files of the workspace that a script names, in any word of it, and, in turn, what these call, source or import,
 * as far as they are shell, Python, JavaScript or TypeScript.
 */
export function scriptFiles(
  { script, shell }: { readonly script: string; readonly shell: string },
  folder: string,
  workspace: string,
): string[] {
  const around = { folder, workspace }
  const named =
    shell === 'python' ? inPython(script, folder, around) : inShell(script, { ...around, at: folder })
  return followed(named, around)
}

/** Whether a file that a script names is code: run itself, or known by its ending. The others are data. */
export function isCode(path: string): boolean {
  const known = /\.(?:[cm]?[jt]s|(?:ba|z|k|da)?sh|py|rb|pl|r|sql|awk|sed|jq|lua|php)$/i
  return known.test(path) || ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o111) !== 0
}

function followed(first: readonly string[], around: Around): string[] {
  const found = new Set(first)
  for (const path of found) {
    if (found.size > mostFiles) break
    for (const file of filesNamedIn(path, around)) found.add(file)
  }
  return [...found].filter((path) => isFile(path))
}

function filesNamedIn(path: string, around: Around): string[] {
  const text = textOf(path)
  if (/\.[cm]?[jt]s$/.test(path)) return inJavaScript(text, path, around.workspace)
  if (path.endsWith('.py')) return inPython(text, dirname(path), around)
  const isShell = /\.(?:ba|z|k|da)?sh$/.test(path) || /^#!.*\b(?:ba|z|k|da)?sh\b/.test(text)
  return isShell ? inShell(text, { ...around, at: dirname(path) }) : []
}

function textOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true && stats.size <= mostBytes ? readFileSync(path, 'utf8') : ''
}

/** Also of imports that stand in a comment, or are made at run time with a written path: too many do no harm. */
function inJavaScript(text: string, path: string, workspace: string): string[] {
  const found = text.matchAll(/\b(?:from|import|require)\s*\(?\s*(['"])([^'"\n]+)\1/g)
  return [...found].flatMap(([, , specifier = '']) => filesOf(specifier, path, workspace))
}

function filesOf(specifier: string, importer: string, workspace: string): string[] {
  if (specifier.startsWith('node:')) return []
  if (!/^\.{0,2}\//.test(specifier)) return versionFiles(dirname(importer), workspace)
  const path = resolve(dirname(importer), specifier)
  const file = endings.map((ending) => path + ending).find((each) => isFile(each))
  return file === undefined || !isInside(file, workspace) ? [] : [file]
}

/** Of the nearest folder upwards that has any. */
function versionFiles(from: string, workspace: string): string[] {
  for (const folder of upwards(from, workspace)) {
    const files = packageFiles.map((name) => join(folder, name)).filter((path) => existsSync(path))
    if (files.length > 0) return files
  }
  return []
}

/** Python looks beside the script it was started with, which may be any folder above. */
function inPython(text: string, at: string, { workspace }: Around): string[] {
  return pythonImports(text).flatMap(({ dots, path }) => {
    const from = dots === 0 ? upwards(at, workspace) : [resolve(at, ...Array<string>(dots - 1).fill('..'))]
    return from.flatMap((folder) =>
      inside([join(folder, `${path}.py`), join(folder, path, '__init__.py')], workspace),
    )
  })
}

/** Paths start where the commands run; behind a variable (`$HERE/lib.sh`), perhaps beside the script. */
function inShell(text: string, { folder, workspace, at }: Around & { readonly at: string }): string[] {
  const words = wordsOf(text)
  const modules = words.flatMap((word, index) => (words[index - 1] === '-m' ? [`import ${word}`] : []))
  const named = words.flatMap((word) => {
    const [, rest] = /^\$[^/]*\/+(.+)$/.exec(word) ?? []
    return rest === undefined ? [resolve(folder, word)] : [resolve(folder, rest), resolve(at, rest)]
  })
  return [...inside(named, workspace), ...inPython(modules.join('\n'), folder, { folder, workspace })]
}

function inside(paths: readonly string[], workspace: string): string[] {
  return [...new Set(paths)].filter((path) => isInside(path, workspace) && isFile(path))
}

function upwards(from: string, workspace: string): string[] {
  const folders: string[] = []
  for (let folder = from; isInside(folder, workspace) && folders.at(-1) !== folder; folder = dirname(folder))
    folders.push(folder)
  return folders
}

function isInside(path: string, workspace: string): boolean {
  const below = relative(workspace, path)
  return !below.startsWith('..') && !isAbsolute(below)
}

function isFile(path: string): boolean {
  return path.length < 1000 && statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
