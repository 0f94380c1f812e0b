import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { systemClock } from '../../src/adapters/clock/clock.ts'
import { createHttp } from '../../src/adapters/http/http.ts'
import type { Failure } from '../../src/diagnostic/failure.ts'
import type { ExtractOptions } from '../../src/steps/extract/options.ts'
import { extract } from '../../src/steps/extract/step.ts'
import { failureOf } from '../support/failure.ts'
import { serve } from '../support/http-server.ts'
import { StepRig } from '../support/step-context.ts'

const http = createHttp(systemClock)

function get(url: string, headers: Record<string, string> = {}): Promise<Buffer> {
  const signal = new AbortController().signal
  return http.request({ url, headers, signal }).then(({ body }) => buffer(body))
}

async function failureFrom(
  answer: (response: ServerResponse) => void,
  path = '/orders.csv',
): Promise<Failure> {
  await using server = await serve((_, response) => answer(response))
  return await failureOf(get(`${server.url}${path}`))
}

describe('a GET', () => {
  it('streams the body, follows redirects and undoes encodings', async () => {
    await using server = await serve((request, response) => {
      if (request.url === '/old') return response.writeHead(302, { location: '/new' }).end()
      return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a,b\n1,2\n'))
    })
    assert.equal((await get(`${server.url}/old`)).toString(), 'a,b\n1,2\n')
  })

  it('is whole however slowly it is read from a server that closes the connection behind it', async () => {
    const sent = Buffer.alloc(150_000, 'a')
    await using server = await serve((_, response) => {
      response.writeHead(200, { connection: 'close', 'content-length': sent.length }).end(sent)
    })
    for (let round = 0; round < 20; round += 1) {
      const { body } = await http.request({ url: server.url, signal: new AbortController().signal })
      let size = 0
      for await (const chunk of body) {
        size += chunk.length
        await pause(round % 3)
      }
      assert.equal(size, sent.length)
    }
  })

  it('sends the author’s headers', async () => {
    await using server = await serve((request, response) =>
      response.end(String(request.headers.authorization)),
    )
    assert.equal((await get(server.url, { authorization: 'Bearer x' })).toString(), 'Bearer x')
  })

  it('that is redirected to another origin leaves all of the author’s headers behind, also on the way back', async () => {
    const heard: Record<string, unknown>[] = []
    const names = ['x-api-key', 'authorization', 'cookie', 'x-plain']
    await using far = await serve((request, response) => {
      heard.push(Object.fromEntries(names.map((name) => [name, request.headers[name]])))
      response.writeHead(307, { location: `${near.url}/back` }).end()
    })
    await using near = await serve((request, response) => {
      if (request.url === '/start') return response.writeHead(302, { location: '/here' }).end()
      heard.push(Object.fromEntries(names.map((name) => [name, request.headers[name]])))
      if (request.url === '/here') return response.writeHead(302, { location: `${far.url}/there` }).end()
      return response.end('a\n1\n')
    })
    const sent = { 'X-Api-Key': 'k', Authorization: 'Bearer x', Cookie: 'c=1', 'X-Plain': 'p' }
    assert.equal((await get(`${near.url}/start`, sent)).toString(), 'a\n1\n')
    const none = Object.fromEntries(names.map((name) => [name, undefined]))
    assert.deepEqual(heard, [
      { 'x-api-key': 'k', authorization: 'Bearer x', cookie: 'c=1', 'x-plain': 'p' },
      none,
      none,
    ])
  })

  it('takes the user and password of an address along on its own origin only', async () => {
    const heard: (string | undefined)[] = []
    await using far = await serve((request, response) => {
      heard.push(request.headers.authorization)
      response.end('a\n1\n')
    })
    await using near = await serve((request, response) => {
      heard.push(request.headers.authorization)
      response.writeHead(302, { location: request.url === '/a' ? '/b' : far.url }).end()
    })
    await get(`${near.url.replace('//', '//user:word@')}/a`)
    const basic = `Basic ${Buffer.from('user:word').toString('base64')}`
    assert.deepEqual(heard, [basic, basic, undefined])
  })

  it('that is forbidden shows the status and what the page says, without markup and without secrets', async () => {
    await using server = await serve((request, response) =>
      response
        .writeHead(403, { 'content-type': 'text/html' })
        .end(
          `<html><head><title>x</title></head><body><h1>Access denied</h1> for key ${request.url?.split('=')[1]}</body></html>`,
        ),
    )
    const failure = await failureOf(get(`${server.url}/orders.csv?key=hunter2hunter2`))
    assert.equal(failure.code, 'http/status')
    assert.match(
      failure.message,
      /GET http:\/\/127\.0\.0\.1:\d+\/orders\.csv\?… answered 403 Forbidden: "Access denied for key \*\*\*"/,
    )
    assert.equal(failure.retryable, false)
    assert.match(failure.help ?? '', /credentials/)
  })

  for (const status of [429, 500, 503]) {
    it(`that is answered ${status} may be tried again, after the time the server asks for`, async () => {
      const failure = await failureFrom((response) =>
        response.writeHead(status, { 'retry-after': '7' }).end('busy'),
      )
      assert.equal(failure.retryable, true)
      assert.equal(failure.retryAfterMs, 7000)
    })
  }

  it('that is answered 404 is not tried again', async () => {
    assert.equal((await failureFrom((response) => response.writeHead(404).end())).retryable, false)
  })

  it('whose connection is reset may be tried again', async () => {
    const failure = await failureFrom((response) => response.socket?.resetAndDestroy())
    assert.equal(failure.code, 'http/connection')
    assert.equal(failure.retryable, true)
  })

  it('whose body is shorter than announced fails as cut off', async () => {
    const failure = await failureFrom((response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('id,name\n')
      setTimeout(() => response.socket?.end(), 20)
    })
    assert.equal(failure.code, 'http/truncated')
    assert.match(failure.message, /broke off after 8 bytes/)
    assert.equal(failure.retryable, true)
  })

  it('tells all bytes that arrived before it broke off, also when they came at once, and as they were sent', async () => {
    for (const bytes of [5000, 90_463, 400_000])
      for (const encoding of [undefined, 'gzip']) {
        const sent = randomBytes(bytes)
        const failure = await failureFrom((response) => {
          const length = String((encoding === undefined ? sent : gzipSync(sent)).length + 1000)
          response.writeHead(200, {
            'content-length': length,
            ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
          })
          response.write(encoding === undefined ? sent : gzipSync(sent), () => response.socket?.end())
        })
        const arrived = encoding === undefined ? sent.length : gzipSync(sent).length
        assert.match(failure.message, new RegExp(`broke off after ${arrived.toLocaleString('en')} bytes`))
      }
  })

  it('to a port where nothing listens says so', async () => {
    const server = await serve((_, response) => response.end())
    await server[Symbol.asyncDispose]()
    const failure = await failureOf(get(`${server.url}/x?token=secret`))
    assert.match(failure.message, /nothing listens there \(ECONNREFUSED\)/)
    assert(!failure.message.includes('secret'))
  })

  it('that is aborted rejects with the reason', async () => {
    await using server = await serve(() => {})
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('stop')), 50)
    await assert.rejects(http.request({ url: server.url, signal: controller.signal }), /stop/)
  })
})

describe('an answer', () => {
  it('that nobody wants to read lets go of its connection', { timeout: 60_000 }, async () => {
    const responses: ServerResponse[] = []
    await using server = await serve((request, response) => {
      responses.push(response)
      const isGzip = request.url === '/gzip'
      const start = isGzip ? gzipSync(Buffer.alloc(1000)) : Buffer.alloc(50_000_000)
      response.writeHead(200, isGzip ? { 'content-encoding': 'gzip' } : {}).write(start)
    })
    const { signal } = new AbortController()
    for (const path of ['/plain', '/gzip']) {
      const { body } = await http.request({ url: `${server.url}${path}`, signal })
      const closed = once(responses.at(-1) ?? assert.fail(), 'close')
      body.destroy()
      await closed
    }
  })
})

describe('extract from an address', () => {
  const options = (url: string): ExtractOptions => ({
    format: 'csv',
    from: [url],
    headers: {},
    compression: 'auto',
    columns: [{ name: 'id', type: 'integer' }],
    rejects: { rows: 0 },
    allowEmpty: false,
    csv: { ragged: 'reject' },
  })

  async function extractFrom(answer: (response: ServerResponse) => void): Promise<Failure> {
    using rig = new StepRig()
    await using server = await serve((_, response) => answer(response))
    return await failureOf(extract(rig.context(options(`${server.url}/orders.csv?key=secret-key`))))
  }

  it('reads what is there, compressed or not', async () => {
    using rig = new StepRig()
    await using server = await serve((_, response) => response.end(gzipSync('id\n1\n2\n')))
    const { dataset } = await extract(rig.context(options(`${server.url}/orders.csv.gz`)))
    assert.equal(dataset?.rows, 2)
    assert((rig.progress[0]?.totalBytes ?? 0) > 0)
  })

  it('refuses an empty answer', async () => {
    const failure = await extractFrom((response) => response.end())
    assert.equal(failure.code, 'rows/empty')
    assert.match(failure.message, /"orders\.csv" holds no rows/)
  })

  it('refuses a page of HTML that came with status 200', async () => {
    const failure = await extractFrom((response) =>
      response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end('\n<!doctype html><title>Log in</title>'),
    )
    assert.equal(failure.code, 'source/html')
    assert.match(
      failure.message,
      /"orders\.csv" is a page of HTML \(text\/html; charset=utf-8\) titled "Log in"/,
    )
  })
})
