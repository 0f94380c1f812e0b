import { createMask } from '../text/mask.ts'
import type { RunRequest } from './run-request.ts'

/** Masks every secret of the run, and the password of a connection that is written out in the manifest. */
export function secretMask({ graph, environment }: RunRequest): (text: string) => string {
  const connections = Object.values(graph.manifest.connections).flatMap((url) => {
    const password = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*?:([^/?#\s]+)@/i.exec(url)?.[1]
    return password === undefined || password.includes('${{') ? [] : [password]
  })
  return createMask([...Object.values(environment.secrets), ...connections])
}
