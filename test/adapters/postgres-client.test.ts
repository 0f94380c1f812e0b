import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { describe, it } from 'node:test'
import { connectPostgres } from '../../src/adapters/database/postgres-client.ts'

describe('a connection to PostgreSQL', () => {
  it('is given up at once when the step is told to stop while the server does not answer', async () => {
    await using server = await silentServer()
    const stop = new AbortController()
    const reason = new Error('stopped')
    const started = performance.now()
    const connecting = connectPostgres(`postgres://u:p@127.0.0.1:${server.port}/d`, stop.signal)
    const socket = await server.connected
    stop.abort(reason)
    await assert.rejects(connecting, reason)
    await once(socket, 'close')
    assert.ok(performance.now() - started < 14_000, 'it waited for the server')
  })

  it('is not begun for a step that has been told to stop', async () => {
    const reason = new Error('stopped')
    await assert.rejects(connectPostgres('postgres://u:p@127.0.0.1:1/d', AbortSignal.abort(reason)), reason)
  })
})

/** Takes connections and says nothing. */
async function silentServer(): Promise<
  AsyncDisposable & { readonly port: number; readonly connected: Promise<Socket> }
> {
  const { promise, resolve } = Promise.withResolvers<Socket>()
  const server = createServer((socket) => resolve(socket.on('error', () => {}).resume()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    connected: promise,
    async [Symbol.asyncDispose]() {
      ;(await promise).destroy()
      server.close()
    },
  }
}
