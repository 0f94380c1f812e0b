import type { Diagnostic, Place } from '../diagnostic/diagnostic.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { type Manifests, type UsesStep, isUses, usedFile } from './used-file.ts'

/** Those of `used` that a manifest uses, or that these use in turn; and the steps that name a file which is not among them. */
export function reachedManifests(
  manifest: Manifest,
  used: Manifests,
): { reached: Manifests; missing: Diagnostic[] } {
  const reached = new Map<string, Manifest>()
  const missing: Diagnostic[] = []
  const open = [manifest]
  for (let one = open.pop(); one !== undefined; one = open.pop())
    for (const step of one.steps.filter(isUses)) {
      const file = usedFile(step)
      const child = used.get(file)
      if (child === undefined) missing.push(notThere(one, step))
      if (child === undefined || reached.has(file) || file === manifest.file) continue
      reached.set(file, child)
      open.push(child)
    }
  return { reached, missing }
}

function notThere(manifest: Manifest, step: UsesStep): Diagnostic {
  return {
    code: 'manifest/file',
    severity: 'error',
    message: `pipeline "${step.options.file}" is not there`,
    at: placeOfUses(manifest, step),
    help: 'paths start at the root of the repository',
  }
}

/**
 * Pipelines that use themselves, directly or through others. Each circle is told once, in the first of its files by
 * name, with the way around it.
 */
export function findRecursions(manifests: readonly Manifest[]): Diagnostic[] {
  const byFile = new Map(manifests.map((manifest) => [manifest.file, manifest]))
  return manifests.flatMap((manifest) =>
    manifest.steps.filter(isUses).flatMap((step): Diagnostic[] => {
      const way = wayBack(usedFile(step), manifest.file, byFile)
      if (way === undefined || way.some(({ file }) => file < manifest.file)) return []
      return [recursion(manifest, step, way)]
    }),
  )
}

/** The manifest whose step uses the next one of the way. */
interface Link {
  readonly file: string
  readonly at: Place
}

/** A shortest way through the manifests from one file to another: `[]` when they are the same. */
function wayBack(from: string, to: string, manifests: Manifests): readonly Link[] | undefined {
  const ways = new Map<string, readonly Link[]>([[from, []]])
  for (const [file, way] of ways) {
    if (file === to) return way
    const manifest = manifests.get(file)
    for (const step of manifest?.steps.filter(isUses) ?? []) {
      const next = usedFile(step)
      if (manifest !== undefined && !ways.has(next))
        ways.set(next, [...way, { file, at: placeOfUses(manifest, step) }])
    }
  }
  return undefined
}

function recursion(manifest: Manifest, step: UsesStep, way: readonly Link[]): Diagnostic {
  const files = [manifest.file, ...way.map(({ file }) => file), manifest.file]
  return {
    code: 'graph/recursion',
    severity: 'error',
    message:
      way.length === 0
        ? `step "${step.id}" uses the pipeline that it stands in`
        : `this pipeline uses itself: ${files.join(' → ')}`,
    at: placeOfUses(manifest, step),
    ...(way.length === 0
      ? {}
      : {
          related: way.map(({ file, at }, index) => ({
            at,
            message: `"${file}" uses "${files[index + 2] ?? manifest.file}"`,
          })),
        }),
    help: 'move what both need into a pipeline of its own',
  }
}

export function placeOfUses({ file }: Manifest, { path }: UsesStep): Place {
  return { file, path: [...path, 'uses'], part: 'value' }
}
