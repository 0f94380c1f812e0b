import { manifestsOf } from '../../graph/graph.ts'
import { type GrowingMask, createGrowingMask } from '../../text/growing-mask.ts'
import { urlPassword } from '../../text/url-password.ts'
import type { RunRequest } from '../run-request.ts'

/** Masks every secret of the run, a connection with a password that is written out in a manifest, and what a step learns. */
export function secretMask({ graph, environment, onSecret }: RunRequest): GrowingMask {
  const connections = manifestsOf(graph)
    .flatMap(({ connections: each }) => Object.values(each))
    .flatMap(({ url }) => {
      const password = urlPassword(url)
      return password === undefined || password.includes('${{') ? [] : [url]
    })
  return createGrowingMask([...Object.values(environment.secrets), ...connections], onSecret)
}
