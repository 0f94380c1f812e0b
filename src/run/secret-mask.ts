import { manifestsOf } from '../graph/graph.ts'
import { createMask } from '../text/mask.ts'
import { urlPassword } from '../text/url-password.ts'
import type { RunRequest } from './run-request.ts'

/** Masks every secret of the run, and a connection with a password that is written out in a manifest. */
export function secretMask({ graph, environment }: RunRequest): (text: string) => string {
  const connections = manifestsOf(graph)
    .flatMap(({ connections: each }) => Object.values(each))
    .flatMap(({ url }) => {
      const password = urlPassword(url)
      return password === undefined || password.includes('${{') ? [] : [url]
    })
  return createMask([...Object.values(environment.secrets), ...connections])
}
