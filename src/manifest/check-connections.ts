import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { factsOf } from '../steps/kinds.ts'
import { nearest } from '../text/nearest.ts'
import type { Manifest } from './manifest.ts'

/** Loads into connections that are not declared, and (a warning) connections that nothing uses. */
export function checkConnections(
  { file, connections, steps }: Manifest,
  unread: ReadonlySet<string>,
): Diagnostic[] {
  const names = Object.keys(connections)
  const used = new Set<string>()
  const found: Diagnostic[] = []
  for (const step of steps) {
    const { connection } = factsOf(step)
    if (connection === undefined) continue
    const { name, path } = connection
    used.add(name)
    if (Object.hasOwn(connections, name)) continue
    const near = nearest(name, names)
    found.push({
      code: 'manifest/connection',
      severity: 'error',
      message: `"${name}" is not a connection of this pipeline${near === undefined ? '' : `; did you mean "${near}"?`}`,
      at: { file, path: [...step.path, step.kind, ...path], part: 'value' },
      help:
        near === undefined
          ? `declare it: \`connections: { ${name}: \${{ secrets.${name.toUpperCase().replace(/\W/g, '_')}_URL }} }\``
          : `write "${near}"`,
    })
  }
  if (unread.size > 0) return found
  return [...found, ...names.filter((name) => !used.has(name)).map((name) => unused(file, name))]
}

function unused(file: string, name: string): Diagnostic {
  return {
    code: 'manifest/unused-connection',
    severity: 'warning',
    message: `connection "${name}" is not used by any step`,
    at: { file, path: ['connections', name], part: 'key' },
    help: 'remove it, or load into it',
  }
}
