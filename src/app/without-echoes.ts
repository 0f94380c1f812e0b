import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'

/**
 * Without what says one mistake again: that an expression cannot stand where it stands (to others it is a text in place of
 * a number, or the name of a step that is not there); that something is missing, which is there under a misspelt name
 * or with a value that could not be read; and doubts about a map that holds such a mistake.
 */
export function withoutEchoes(found: readonly Diagnostic[]): Diagnostic[] {
  const misplaced = new Set(found.filter(({ code }) => code === 'expression/not-here').map(placeOf))
  const unread = found.filter(({ code }) => code === 'manifest/wrong-type' || code === 'manifest/unknown-key')
  const around = new Set(unread.map(({ at }) => keyOf(at.path.slice(0, -1))))
  const meant = keysMeant(unread)
  const strange = unread.filter(({ code }) => code === 'manifest/unknown-key')
  const sections = strange.flatMap(({ at, help }) => (at.path.length === 1 ? [renamedTo(help) ?? ''] : []))
  const lost = new Set([...unread.map(({ at }) => keyOf(at.path.slice(0, 2))), ...sections])
  const names = new Set(unread.flatMap(({ at }) => (at.path[3] === 'columns' ? [String(at.path[4])] : [])))
  return found.filter((each) => {
    if (!each.code.startsWith('expression/') && misplaced.has(placeOf(each))) return false
    if (unread.length === 0) return true
    if (strange.some(({ at }) => isUnder(each, at))) return false
    return !isMissed(each, meant) && !isLost(each, lost) && !isOfUnread(each, names) && !isDoubt(each, around)
  })
}

/** By map, the keys that are there and could not be read: by the names that they should have. */
function keysMeant(unread: readonly Diagnostic[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { code, at, help } of unread) {
    const renamed = code === 'manifest/unknown-key' ? renamedTo(help) : undefined
    for (const [depth, key] of at.path.entries()) {
      const map = keyOf(at.path.slice(0, depth))
      const meant = depth === at.path.length - 1 ? (renamed ?? key) : key
      found.set(map, (found.get(map) ?? new Set()).add(String(meant)))
    }
  }
  return found
}

function renamedTo(help = ''): string | undefined {
  return /^rename it to "(.*)"$/.exec(help)?.[1]
}

/** What a map lacks is there. */
function isMissed(
  { code, message, at }: Diagnostic,
  meant: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  if (code !== 'manifest/missing-key' && code !== 'manifest/step-kind') return false
  const keys = meant.get(keyOf(at.path))
  return keys !== undefined && message.split(/[^\w-]+/).some((word) => keys.has(word))
}

const declaredIn: Readonly<Record<string, readonly [string, RegExp]>> = {
  'manifest/pool': ['pools', /is in pool "(.*?)"/],
  'manifest/connection': ['connections', /^"(.*?)" is not a connection/],
}

/** What a step names is declared, but could not be read. */
function isLost({ code, message }: Diagnostic, lost: ReadonlySet<string>): boolean {
  const [section, pattern] = declaredIn[code] ?? []
  const name = pattern?.exec(message)?.[1]
  return (
    section !== undefined && name !== undefined && (lost.has(section) || lost.has(keyOf([section, name])))
  )
}

/** The one mistake there is the name of what it stands under. */
function isUnder({ at }: Diagnostic, { file, path }: Diagnostic['at']): boolean {
  return (
    at.file === file && at.path.length > path.length && path.every((key, depth) => key === at.path[depth])
  )
}

/** A step has the column that is missed; only its type could not be read. */
function isOfUnread({ code, message }: Diagnostic, names: ReadonlySet<string>): boolean {
  if (code !== 'sql/unknown-column' && code !== 'checks/column') return false
  const name = /^"(?:[^"]*\.)?([^".]*)"/.exec(message)?.[1]
  return name !== undefined && names.has(name)
}

/** A warning that reckons with what a key is when it is not there. */
function isDoubt({ code, severity, at }: Diagnostic, around: ReadonlySet<string>): boolean {
  const reckons = code === 'manifest/append' || code === 'manifest/retry' || code === 'manifest/strategy'
  return severity === 'warning' && reckons && around.has(keyOf(at.path.slice(0, -1)))
}

function keyOf(path: Path): string {
  return JSON.stringify(path)
}

function placeOf({ at }: Diagnostic): string {
  return JSON.stringify([at.file, at.part, at.path])
}
