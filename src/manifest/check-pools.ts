import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { nearest } from '../text/nearest.ts'
import type { Manifest } from './manifest.ts'

/** Steps in pools that nobody declares, and (a warning) pools that no step is in. */
export function checkPools({ file, pools, steps }: Manifest, unread: ReadonlySet<string>): Diagnostic[] {
  const names = Object.keys(pools).filter((name) => !name.includes('.'))
  const used = new Set<string>()
  const found: Diagnostic[] = []
  for (const { id, pool, path } of steps) {
    if (pool === undefined) continue
    used.add(pool)
    if (names.includes(pool)) continue
    const near = nearest(pool, names)
    found.push({
      code: 'manifest/pool',
      severity: 'error',
      message: `step "${id}" is in pool "${pool}", which this pipeline does not have${near === undefined ? '' : `; did you mean "${near}"?`}`,
      at: { file, path: [...path, 'pool'], part: 'value' },
      help:
        near === undefined ? `declare it: \`pools: { ${pool}: { max-parallel: 2 } }\`` : `write "${near}"`,
    })
  }
  if (unread.size > 0) return found
  return [...found, ...names.filter((name) => !used.has(name)).map((name) => unused(file, name))]
}

function unused(file: string, name: string): Diagnostic {
  return {
    code: 'manifest/unused-pool',
    severity: 'warning',
    message: `no step is in pool "${name}"`,
    at: { file, path: ['pools', name], part: 'key' },
    help: `remove it, or add \`pool: ${name}\` to the steps that share it`,
  }
}
