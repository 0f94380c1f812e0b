import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import { valueAt } from '../diagnostic/value-at.ts'
import { idPattern } from '../steps/authored.ts'

/** Names that mean something else to JavaScript, Windows or SQLite. */
const reserved = new RegExp(
  `^(${[...Object.getOwnPropertyNames(Object.prototype), 'prototype'].join('|')}|con|prn|aux|nul|com\\d|lpt\\d|sqlite_.*)$`,
  'i',
)

const envPattern = /^[A-Za-z_][A-Za-z0-9_]*$/

const sections = [
  ['step', 'steps'],
  ['input', 'inputs'],
  ['connection', 'connections'],
  ['pool', 'pools'],
  ['output', 'outputs'],
  ['dataset', 'datasets'],
] as const

/** Every name an author chose: of steps, inputs, connections, axes, environment variables and the like. */
export function checkNames(file: string, authored: unknown, found: Diagnostic[]): void {
  const steps = keysAt(authored, ['steps'])
  for (const [what, section] of sections) checkIds(file, what, [section], keysAt(authored, [section]), found)
  for (const id of steps) checkAxes(file, ['steps', id, 'strategy', 'matrix'], authored, found)
  for (const path of [['env'], ['defaults', 'env'], ...steps.map((id) => ['steps', id, 'env'])])
    for (const name of keysAt(authored, path))
      if (!envPattern.test(name)) found.push(badEnv(file, [...path, name], name))
}

/** An axis is a column of the dataset that the legs make, and a name of expressions. */
function checkAxes(file: string, path: readonly string[], authored: unknown, found: Diagnostic[]): void {
  const names = keysAt(authored, path).filter((name) => name !== 'include' && name !== 'exclude')
  checkIds(file, 'axis', path, names, found)
}

function checkIds(
  file: string,
  what: string,
  section: readonly string[],
  names: readonly string[],
  found: Diagnostic[],
): void {
  const seen = new Map<string, string>()
  for (const name of names) {
    const path = [...section, name]
    const first = seen.get(name.toLowerCase())
    if (!idPattern.test(name)) found.push(badId(file, path, what, name))
    else if (reserved.test(name)) found.push(reservedId(file, path, what, name))
    else if (first !== undefined) found.push(sameButCase(file, section, what, first, name))
    else seen.set(name.toLowerCase(), name)
  }
}

function keysAt(authored: unknown, path: readonly string[]): string[] {
  const value = valueAt(authored, path)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
}

function badId(file: string, path: Path, what: string, name: string): Diagnostic {
  const shown = name.length > 60 ? `${name.slice(0, 57)}…` : name
  const rule =
    name.length > 100
      ? 'at most 100 characters'
      : 'letters, digits, "-" and "_", beginning with a letter or "_"'
  const better = name
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[^A-Za-z_]+/, '')
    .replace(/-+$/, '')
    .slice(0, 100)
  const help = better === '' ? `choose a name of ${rule}` : `rename it, e.g. to "${better.slice(0, 60)}"`
  return nameMistake(file, path, `"${shown}" cannot name ${article(what)} on GitHub: ${rule}`, help)
}

function reservedId(file: string, path: Path, what: string, name: string): Diagnostic {
  return nameMistake(
    file,
    path,
    `"${name}" is reserved and cannot name ${article(what)}`,
    'choose another name',
  )
}

function sameButCase(file: string, section: Path, what: string, first: string, name: string): Diagnostic {
  return {
    ...nameMistake(
      file,
      [...section, name],
      `${what} "${name}" differs from "${first}" only in case, which GitHub and file systems ignore`,
      'rename one of them',
    ),
    related: [{ at: { file, path: [...section, first], part: 'key' }, message: `"${first}" is here` }],
  }
}

function badEnv(file: string, path: Path, name: string): Diagnostic {
  return nameMistake(
    file,
    path,
    `"${name}" cannot name an environment variable: letters, digits and "_", not beginning with a digit`,
    'rename it',
  )
}

function nameMistake(file: string, path: Path, message: string, help: string): Diagnostic {
  return { code: 'manifest/name', severity: 'error', message, at: { file, path, part: 'key' }, help }
}

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}
