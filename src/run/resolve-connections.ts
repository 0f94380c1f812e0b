import type { Contexts } from '../expression/contexts.ts'
import { evaluateTemplate } from '../expression/evaluate.ts'
import type { Manifest } from '../manifest/manifest.ts'
import type { Connection } from '../ports/database.ts'
import { resolveTemplates } from './resolve-options.ts'

/** The connections of a manifest with every `${{ }}` replaced. Throws the `Failure` of the expression. */
export function resolveConnections(
  connections: Manifest['connections'],
  contexts: Contexts,
): Readonly<Record<string, Connection>> {
  return Object.fromEntries(
    Object.entries(connections).map(([name, { url, env, ...connection }]) => [
      name,
      {
        ...connection,
        url: url.includes('${{') ? evaluateTemplate(url, contexts) : url,
        ...(env === undefined ? {} : { env: resolveTemplates(env, contexts) }),
      },
    ]),
  )
}
