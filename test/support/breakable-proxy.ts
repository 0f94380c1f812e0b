import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

/** Stands between a client and a server, and can cut all their connections. */
export interface BreakableProxy extends AsyncDisposable {
  /** The URL by way of it. */
  through(url: string): string
  cut(): void
  /** Cuts once so many more bytes have passed, either way. */
  cutAfter(bytes: number): void
  /** Bytes passed so far. */
  passed(): number
}

export async function startProxy(port: number): Promise<BreakableProxy> {
  const sockets = new Set<Socket>()
  let passed = 0
  let limit = Number.POSITIVE_INFINITY
  const cut = (): void => {
    limit = Number.POSITIVE_INFINITY
    for (const socket of sockets) socket.destroy()
  }
  const count = (chunk: Buffer): void => {
    passed += chunk.length
    if (passed >= limit) cut()
  }
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from)
      from.setNoDelay(true)
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.on('data', count)
      from.pipe(to)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: own } = server.address() as AddressInfo
  return {
    through: (url) => url.replace(`:${port}/`, `:${own}/`),
    cut,
    cutAfter: (bytes) => void (limit = passed + bytes),
    passed: () => passed,
    async [Symbol.asyncDispose]() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
