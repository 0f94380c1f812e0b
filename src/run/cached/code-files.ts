import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'

/** A chain of imports longer than this is not followed to its end. */
const mostFiles = 5_000

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

/**
 * The files of the workspace that a module's code stands in: itself, what it imports by relative paths, in turn, and,
 * where it imports a package, the files that say which version. Paths are absolute; what is not there is left out.
 */
export function moduleFiles(module: string, workspace: string): string[] {
  const found = new Set([module])
  for (const path of found) {
    if (found.size > mostFiles) break
    for (const specifier of importsOf(path)) {
      for (const file of filesOf(specifier, path, workspace)) found.add(file)
    }
  }
  return [...found].filter((path) => isFile(path))
}

/** Also of imports that stand in a comment, or are made at run time with a written path: too many do no harm. */
function importsOf(path: string): string[] {
  if (!isFile(path) || !/\.[cm]?[jt]s$/.test(path)) return []
  const text = readFileSync(path, 'utf8')
  const found = text.matchAll(/\b(?:from|import|require)\s*\(?\s*(['"])([^'"\n]+)\1/g)
  return [...found].map(([, , specifier = '']) => specifier)
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
  for (let folder = from; isInside(folder, workspace); folder = dirname(folder)) {
    const files = packageFiles.map((name) => join(folder, name)).filter((path) => existsSync(path))
    if (files.length > 0) return files
  }
  return []
}

/**
 * The files of the workspace that the lines of a script name at their beginning (`./scripts/x.sh`, `python3 x.py`,
 * `node tool.ts data.csv`), among their first three words; with what they import, if they are JavaScript or TypeScript.
 */
export function scriptFiles(script: string, folder: string, workspace: string): string[] {
  const words = script
    .split(/\n|&&|\|\|?|;/)
    .flatMap((line) => line.replace(/>.*$/, '').trim().split(/\s+/).filter(isNoAssignment).slice(0, 3))
  const paths = words
    .map((word) => resolve(folder, word.replaceAll(/^["']|["']$/g, '')))
    .filter((path) => isInside(path, workspace) && isFile(path))
  return [...new Set(paths.flatMap((path) => moduleFiles(path, workspace)))]
}

function isNoAssignment(word: string): boolean {
  return word !== '' && !/^\w+=/.test(word)
}

function isInside(path: string, workspace: string): boolean {
  const below = relative(workspace, path)
  return !below.startsWith('..') && !isAbsolute(below)
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
