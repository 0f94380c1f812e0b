import type { Diagnostic, Place } from '../diagnostic/diagnostic.ts'
import { factsOf, ignoredBy } from '../steps/kinds.ts'
import type { Manifest, Step } from './manifest.ts'

/** Caches that would stand in for what is no longer so: of what a tear-down removes, and of addresses for ever. */
export function checkCaches(manifest: Manifest): Diagnostic[] {
  return manifest.steps.flatMap((step) =>
    step.cache === undefined
      ? []
      : [...ofSetUp(manifest, step), ...ofAddress(manifest, step), ...ofDatabase(manifest, step)],
  )
}

function ofSetUp({ file, steps }: Manifest, { id, path }: Step): Diagnostic[] {
  const down = steps.find(({ teardown }) => teardown === id)
  if (down === undefined) return []
  const undone: Place = { file, path: [...down.path, 'teardown'], part: 'value' }
  return [
    {
      code: 'manifest/cache',
      severity: 'error',
      message: `"${down.id}" tears down what "${id}" sets up, so the next run would find "${id}" in the cache and nothing set up`,
      at: { file, path: [...path, 'cache'], part: 'key' },
      related: [{ at: undone, message: `it is torn down here` }],
      help: 'remove `cache`',
    },
  ]
}

function ofDatabase({ file }: Manifest, step: Step): Diagnostic[] {
  const { connection, makesDataset } = factsOf(step)
  if (connection === undefined || 'cache' in ignoredBy(step.kind)) return []
  const at: Place = { file, path: [...step.path, 'cache'], part: 'key' }
  if (!makesDataset)
    return [
      {
        code: 'manifest/cache',
        severity: 'error',
        message:
          '`cache` does not go with a transform inside a connection: what it does is done in the database',
        at,
        help: 'remove `cache`; a `merge` or `replace` of the same rows changes nothing',
      },
    ]
  if (step.cache?.maxAgeMs !== undefined) return []
  return [
    {
      code: 'manifest/cache',
      severity: 'warning',
      message:
        'of a query only its text and parameters count, so what the database answered once is used for ever',
      at,
      help: 'say how long its data is good: `cache: { max-age: 24h }`',
    },
  ]
}

function ofAddress({ file }: Manifest, { options, cache, path }: Step): Diagnostic[] {
  if (!('from' in options) || !Array.isArray(options.from) || cache?.maxAgeMs !== undefined) return []
  const url = options.from.find((each) => typeof each === 'string' && /^https?:\/\//i.test(each))
  if (url === undefined) return []
  return [
    {
      code: 'manifest/cache',
      severity: 'warning',
      message: `of a URL only the address counts, so what "${url}" answered once is used for ever`,
      at: { file, path: [...path, 'cache'], part: 'key' },
      help: 'say how long its data is good: `cache: { max-age: 24h }`',
    },
  ]
}
