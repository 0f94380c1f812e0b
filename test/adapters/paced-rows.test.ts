import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { fieldText } from '../../src/dataset/batch.ts'
import { FetchSize } from '../../src/adapters/database/fetch-size.ts'
import { PacedRows } from '../../src/adapters/database/paced-rows.ts'

/** A server that sends a row whenever it is not held. */
class Server {
  held = false
  sent = 0
  readonly #sizes: readonly number[]
  rows: PacedRows | undefined

  constructor(sizes: readonly number[]) {
    this.#sizes = sizes
  }

  async send(): Promise<void> {
    for (const [at, size] of this.#sizes.entries()) {
      while (this.held) await setImmediate()
      this.sent++
      this.rows?.add([String(at), 'x'.repeat(size)])
    }
    while (this.held) await setImmediate()
    this.rows?.end()
  }

  pause(): void {
    this.held = true
  }

  resume(): void {
    this.held = false
  }
}

const columns = [
  { name: 'id', type: 'integer' },
  { name: 'doc', type: 'text' },
] as const

describe('rows that a driver hands on', () => {
  it('hold their server by the bytes that wait, and all arrive in their order', async () => {
    const sizes = Array.from({ length: 300 }, (_, at) => (at % 3 === 0 ? 160_000 : 5))
    const server = new Server(sizes)
    const rows = (server.rows = new PacedRows(server, columns))
    const sending = server.send()
    let taken = 0
    for await (const batch of rows.batches()) {
      assert.ok(server.sent - taken <= 8, `${server.sent - taken} rows were sent at once`)
      await setImmediate()
      for (let row = 0; row < batch.rows; row++) {
        assert.equal(fieldText(batch, row, 0), String(taken))
        assert.equal(fieldText(batch, row, 1)?.length, sizes[taken++])
      }
    }
    await sending
    assert.equal(taken, 300)
  })

  it('leave their server heard, also when the last of them filled a batch', async () => {
    const server = new Server([1_000_000])
    const rows = (server.rows = new PacedRows(server, columns))
    rows.add(['1', 'x'.repeat(1_000_000)])
    rows.end()
    let taken = 0
    for await (const batch of rows.batches()) taken += batch.rows
    assert.deepEqual([taken, server.held], [1, false])
  })

  it('end with what went wrong', async () => {
    const rows = new PacedRows(new Server([]), columns)
    rows.add(['1', 'x'])
    rows.fail(new Error('the server is gone'))
    await assert.rejects(async () => {
      for await (const _ of rows.batches());
    }, /the server is gone/)
  })
})

describe('how many rows are asked for at once', () => {
  function asked(bytes: readonly number[]): number[] {
    const size = new FetchSize()
    return bytes.map((each) => {
      for (let row = 0; row < size.rows; row++) size.saw(['x'.repeat(each)])
      size.next()
      return size.rows
    })
  }

  it('grows for small ones and falls at once for large ones, but is never none', () => {
    assert.deepEqual(asked([10, 10, 10]), [512, 4096, 5000])
    assert.deepEqual(asked([10, 160_000, 160_000, 10_000_000, 10]), [512, 26, 26, 1, 8])
  })
})
