import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { systemClock } from '../../src/adapters/clock/clock.ts'
import { failureOf } from '../support/failure.ts'
import { extractAs, valuesOf } from '../support/http-extract.ts'
import { serve } from '../support/http-server.ts'
import { realPorts, StepRig } from '../support/step-context.ts'

const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `${from + index},${'x'.repeat(50)}\n`).join('')
const old = `id,v\n${lines(0, 4000)}`
const fresh = `id,v\n${lines(5000, 4000)}`
const strong = { 'accept-ranges': 'bytes', etag: '"v1"' }

/** Waits are none. */
const ports = { ...realPorts, clock: { ...systemClock, sleep: () => Promise.resolve() } }

/** Of one fetch: what happens when so many bytes have arrived. */
interface Arrivals {
  next?: { readonly bytes: number; readonly act: () => void }
}

/** Announces all of it, sends the beginning, and breaks the connection when that has arrived. */
function breakOff(
  response: ServerResponse,
  arrivals: Arrivals,
  { text, headers, upTo = 50_000 }: { text: string; headers: Record<string, string>; upTo?: number },
): void {
  response.writeHead(200, { 'content-length': String(text.length), ...headers })
  arrivals.next = { bytes: upTo, act: () => response.socket?.destroy() }
  response.write(text.slice(0, upTo))
}

function rangeOf({ headers: { range = '' } }: IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/u.exec(range)?.[1] ?? Number.NaN)
}

function sendRest(
  response: ServerResponse,
  text: string,
  from: number,
  headers: Record<string, string>,
): void {
  const rest = text.slice(from)
  response
    .writeHead(206, {
      'content-length': String(rest.length),
      'content-range': `bytes ${from}-${text.length - 1}/${text.length}`,
      ...headers,
    })
    .end(rest)
}

type Answer = (request: IncomingMessage, response: ServerResponse, about: About) => void

interface About {
  readonly time: number
  readonly arrivals: Arrivals
}

async function fetchFrom(answer: Answer) {
  using rig = new StepRig()
  const asked: string[] = []
  const arrivals: Arrivals = {}
  const progress = ({ bytes = 0 }: { bytes?: number }) => {
    if (arrivals.next !== undefined && bytes >= arrivals.next.bytes) arrivals.next.act()
  }
  await using server = await serve((request, response) => {
    const { range = '-', 'if-range': ifRange = '-' } = request.headers
    asked.push(`${range} ${String(ifRange)}`)
    answer(request, response, { time: asked.length, arrivals })
  })
  try {
    const outcome = await extractAs(rig, { csv: `${server.url}/big.csv` }, { ports, progress })
    return { ids: valuesOf(outcome, 'id'), asked, logged: rig.logged, failure: undefined }
  } catch (error) {
    return { ids: [], asked, logged: rig.logged, failure: await failureOf(Promise.reject(error)) }
  }
}

const oldIds = Array.from({ length: 4000 }, (_, index) => String(index))
const freshIds = oldIds.map((id) => String(Number(id) + 5000))

describe('a download that breaks off', () => {
  it('is gone on with from there, several times if need be, and every byte is the file’s', async () => {
    const { ids, asked, logged } = await fetchFrom((request, response, { time, arrivals }) => {
      if (time === 1) return breakOff(response, arrivals, { text: old, headers: strong })
      if (time > 2) return sendRest(response, old, rangeOf(request), strong)
      const from = rangeOf(request)
      response.writeHead(206, {
        'content-range': `bytes ${from}-${old.length - 1}/${old.length}`,
        'content-length': String(old.length - from),
        ...strong,
      })
      arrivals.next = { bytes: from + 30_000, act: () => response.socket?.destroy() }
      return response.write(old.slice(from, from + 30_000))
    })
    assert.deepEqual(ids, oldIds)
    assert.deepEqual(asked, ['- -', 'bytes=50000- "v1"', 'bytes=80000- "v1"'])
    assert(
      logged.includes('big.csv broke off; 50,000 bytes of it are here: going on from there'),
      logged.join('\n'),
    )
  })

  it('of a file that has changed since starts anew', async () => {
    const { ids } = await fetchFrom((_, response, { time, arrivals }) => {
      if (time === 1) return breakOff(response, arrivals, { text: old, headers: strong })
      return response.writeHead(200, { 'accept-ranges': 'bytes', etag: '"v2"' }).end(fresh)
    })
    assert.deepEqual(ids, freshIds)
  })

  it('is told by Last-Modified only if that was a while ago', async () => {
    const at = (ms: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + ms).toUTCString()
    const weak = { 'accept-ranges': 'bytes', etag: 'W/"v1"', date: at(0) }
    for (const [age, goesOn] of [
      [-60_000, true],
      [0, false],
    ] as const) {
      const headers = { ...weak, 'last-modified': at(age) }
      const { ids, asked, failure } = await fetchFrom((request, response, { time, arrivals }) => {
        if (time === 1) return breakOff(response, arrivals, { text: old, headers: headers })
        return sendRest(response, old, rangeOf(request), headers)
      })
      assert.equal(ids.length, goesOn ? 4000 : 0)
      assert.equal(asked.length, goesOn ? 2 : 1)
      if (!goesOn) assert.equal(failure?.code, 'http/truncated')
    }
  })

  const lies: Readonly<Record<string, (response: ServerResponse, from: number) => void>> = {
    'another part': (response, from) => sendRest(response, fresh, from - 7, strong),
    'a part that does not say which': (response) => response.writeHead(206, strong).end('5,x\n'),
    'a part of a longer file': (response, from) => sendRest(response, `${old}9,x\n`, from, strong),
    'a part of another state': (response, from) => sendRest(response, fresh, from, { etag: '"v2"' }),
    'a part in the middle': (response, from) =>
      response
        .writeHead(206, { 'content-range': `bytes ${from}-${from + 9}/${old.length}`, ...strong })
        .end(old.slice(from, from + 10)),
    'a part that is encoded': (response, from) => {
      const rest = gzipSync(old.slice(from))
      const range = `bytes ${from}-${old.length - 1}/${old.length}`
      response.writeHead(206, { 'content-range': range, 'content-encoding': 'gzip', ...strong }).end(rest)
    },
    'no such range': (response) => response.writeHead(416, { 'content-range': 'bytes */10' }).end(),
  }
  for (const [what, lie] of Object.entries(lies))
    it(`is joined to nothing else: ${what}`, async () => {
      const { ids, asked } = await fetchFrom((request, response, { time, arrivals }) => {
        if (time === 1) return breakOff(response, arrivals, { text: old, headers: strong })
        const from = rangeOf(request)
        if (!Number.isNaN(from)) return lie(response, from)
        return response.writeHead(200, { etag: '"v3"' }).end(fresh)
      })
      assert.deepEqual(ids, freshIds)
      assert.deepEqual(asked, ['- -', 'bytes=50000- "v1"', '- -'])
    })

  it('again and again fails in the end', async () => {
    const { asked, failure } = await fetchFrom((request, response, { time, arrivals }) => {
      if (time === 1) return breakOff(response, arrivals, { text: old, headers: strong, upTo: 100 })
      return response.socket?.resetAndDestroy()
    })
    assert.equal(failure?.code, 'http/connection')
    assert(failure.retryable)
    assert.equal(asked.length, 6)
  })

  it('of an encoded body, or from a server that takes no ranges, is not gone on with', async () => {
    const packed = gzipSync(old).subarray(0, 1000)
    const encoded = await fetchFrom((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', ...strong }).end(packed),
    )
    assert.deepEqual([encoded.failure?.code, encoded.asked.length], ['http/truncated', 1])
    const plain = await fetchFrom((_, response, { arrivals }) =>
      breakOff(response, arrivals, { text: old, headers: { etag: '"v1"' } }),
    )
    assert.deepEqual([plain.failure?.code, plain.asked.length], ['http/truncated', 1])
  })

  it('in a slow drip is read to its end', async () => {
    const { ids } = await fetchFrom((_, response) => {
      response.writeHead(200, { 'content-length': '12' })
      const pieces = ['id\n', '1\n2', '\n3\n', '4', '\n', '5']
      pieces.push('')
      const drip = setInterval(() => {
        const piece = pieces.shift() ?? ''
        if (piece === '') {
          clearInterval(drip)
          response.end('\n'.slice(0, 12 - 'id\n1\n2\n3\n4\n5'.length))
        } else response.write(piece)
      }, 10)
    })
    assert.deepEqual(ids, ['1', '2', '3', '4', '5'])
  })
})
