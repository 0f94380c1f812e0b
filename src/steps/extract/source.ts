import { resolve } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import { Failure } from '../../diagnostic/failure.ts'
import { number } from '../../text/quantities.ts'
import { requireInside } from '../inside.ts'

/** One thing to read: `label` is how the author would name it, without secrets. */
export type Source =
  | { readonly kind: 'file'; readonly path: string; readonly label: string }
  | { readonly kind: 'url'; readonly url: string; readonly label: string }

/**
 * What `from` names, in its order; a glob's files are sorted. What several entries name is there once, where it is first named,
 * and `log` hears of it. Throws a `Failure` (`file/missing`, `file/outside`).
 */
export async function findSources(
  from: readonly string[],
  { workspace, allowEmpty, log }: { workspace: string; allowEmpty: boolean; log: (line: string) => void },
): Promise<Source[]> {
  const found = new Map<string, Source>()
  const again = new Set<string>()
  for (const entry of from)
    for (const source of await named(entry, { workspace, allowEmpty })) {
      const address = source.kind === 'url' ? source.url : source.path
      if (found.has(address)) again.add(found.get(address)?.label ?? '')
      else found.set(address, source)
    }
  if (again.size > 0) log(namedAgain([...again]))
  return [...found.values()]
}

async function named(entry: string, where: { workspace: string; allowEmpty: boolean }): Promise<Source[]> {
  return /^https?:\/\//iu.test(entry) ? [urlSource(entry)] : findFiles(entry, where)
}

const mostNamed = 5

function namedAgain(labels: readonly string[]): string {
  const first = labels.slice(0, mostNamed).join(', ')
  const more = labels.length > mostNamed ? ` and ${number(labels.length - mostNamed)} more` : ''
  return `named by several entries, and read once: ${first}${more}`
}

function urlSource(url: string): Source {
  const parsed = URL.parse(url)
  if (parsed === null) throw new Failure('http/connection', 'an address under extract is no URL')
  const name = readable(parsed.pathname.split('/').at(-1) ?? '')
  return { kind: 'url', url, label: name === '' ? parsed.host : name }
}

function readable(escaped: string): string {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return escaped
  }
}

async function findFiles(
  entry: string,
  { workspace, allowEmpty }: { workspace: string; allowEmpty: boolean },
): Promise<Source[]> {
  if (entry.trim() === '')
    throw new Failure('file/missing', 'the path to read is empty', {
      help: 'Check the input or expression that it comes from',
    })
  const path = resolve(workspace, entry)
  requireInside(path, workspace, entry)
  if (!isDynamicPattern(entry)) return [{ kind: 'file', path, label: entry }]
  const files = await glob(entry, { cwd: workspace, onlyFiles: true, dot: false, followSymbolicLinks: false })
  if (files.length === 0 && !allowEmpty) {
    throw new Failure('file/missing', `no file matches "${entry}"`, {
      help: 'Check the pattern, or set "allow-empty: true" if there may be none',
    })
  }
  return files
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((file) => ({ kind: 'file', path: resolve(workspace, file), label: file }))
}
