import { systemClock } from '../adapters/clock/clock.ts'
import { createPorts } from '../adapters/ports.ts'
import { Failure } from '../diagnostic/failure.ts'
import type { Ports } from '../ports/ports.ts'

/** The world as a test sees it: its time stands still, waits before a retry are none, and no other machine is asked. */
export function testPorts(now: Date, { network }: { readonly network: boolean }): Ports {
  const ports = createPorts({ graceMs: 1_000 })
  return {
    ...ports,
    clock: { ...systemClock, now: () => now, random: () => 0 },
    databases: {
      open: (connection, workspace, signal) => ports.databases.open(connection, workspace, signal),
      faultOf: () => undefined,
    },
    http: network ? ports.http : { request: ({ url }) => Promise.reject(notAsked(url)) },
  }
}

function notAsked(url: string): Failure {
  return new Failure(
    'testing/network',
    `a test asks no other machine (${URL.parse(url)?.host ?? 'an address'})`,
    {
      help: 'Give the step a fixture, or set network: true',
    },
  )
}
