import { once } from 'node:events'
import { Readable, Writable } from 'node:stream'
import type { Connection, ResultSetHeader } from 'mysql2'

/** What may wait in the socket before the next rows are encoded. */
const mostUnsent = 1 << 20

/** What the server is sent at once: it takes no more than its `max_allowed_packet`, of 1 MiB on a small one, however long a row is. */
const mostAtOnce = 1 << 19

/** Server or client refuse to read a file of the client's. */
const localRefused = new Set([1148, 3948, 4166, 2068])

export interface LoadedData {
  /** `warned`: MySQL took what does not fit as well as it could. `refused`: it reads no rows of a client's. */
  readonly ended: 'loaded' | 'refused' | 'warned'
  readonly rows: number
}

/** Sends the text of rows behind `load data local infile`, with the server setting the pace. */
export function loadData(
  client: Connection,
  command: string,
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<LoadedData> {
  const rows = Readable.from(paced(client, chunks), { objectMode: false })
  // Whoever is at the other end may be gone before it.
  rows.on('error', () => {})
  return new Promise((resolve, reject) => {
    client.query<ResultSetHeader>({ sql: command, infileStreamFactory: () => rows }, (error, answer) => {
      rows.destroy()
      if (error === null)
        resolve({ ended: answer.warningStatus === 0 ? 'loaded' : 'warned', rows: answer.affectedRows })
      else if (localRefused.has(Number(Reflect.get(error, 'errno')))) resolve({ ended: 'refused', rows: 0 })
      else reject(error)
    })
  })
}

/** The client does not wait for the server by itself: what it is given it keeps. Aborts and heartbeats are heard between chunks. */
async function* paced(
  client: Connection,
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const socket: unknown = Reflect.get(client, 'stream')
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += mostAtOnce) yield chunk.subarray(at, at + mostAtOnce)
    await new Promise(setImmediate)
    if (socket instanceof Writable && socket.writableLength > mostUnsent && !socket.destroyed)
      await drained(socket)
  }
}

/** Or the socket is gone. What listened for the other is taken off again: a load waits thousands of times. */
async function drained(socket: Writable): Promise<void> {
  const settled = new AbortController()
  const { signal } = settled
  const either = ['drain', 'close'].map((event) => once(socket, event, { signal }))
  try {
    await Promise.race(either)
  } finally {
    settled.abort()
    await Promise.allSettled(either)
  }
}
