import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { systemClock } from '../../src/adapters/clock/clock.ts'
import { createHttp } from '../../src/adapters/http/http.ts'
import { extractKind } from '../../src/steps/extract/kind.ts'
import { spool, spoolIfChanged } from '../../src/steps/extract/spool.ts'
import type { Source } from '../../src/steps/extract/source.ts'
import { failureOf } from '../support/failure.ts'
import { serve } from '../support/http-server.ts'
import { StepRig } from '../support/step-context.ts'

const http = createHttp(systemClock)
const { signal } = new AbortController()
const changed = 'Wed, 21 Oct 2026 07:28:00 GMT'

describe('a request that says what is known already', () => {
  it('is answered 304 without a body while that is so, and with the body and its validators when it is not', async () => {
    await using server = await serve((request, response) => {
      if (request.headers['if-none-match'] === '"v2"') return response.writeHead(304, { etag: '"v2"' }).end()
      return response.writeHead(200, { etag: '"v2"', 'last-modified': changed }).end('a\n1\n')
    })
    const first = await http.request({ url: server.url, signal, known: { etag: '"v1"' } })
    assert.equal(first.status, 200)
    assert.equal(await text(first.body), 'a\n1\n')
    assert.deepEqual(first.validators, { etag: '"v2"', lastModified: changed })
    const second = await http.request({ url: server.url, signal, known: first.validators })
    assert.equal(second.status, 304)
    assert.equal(await text(second.body), '')
  })

  it('sends the time of the last change too, also to where it is redirected', async () => {
    await using far = await serve((request, response) => {
      response.writeHead(request.headers['if-modified-since'] === changed ? 304 : 500).end()
    })
    await using near = await serve((_, response) =>
      response.writeHead(302, { location: `${far.url}/there` }).end(),
    )
    const answer = await http.request({ url: near.url, signal, known: { lastModified: changed } })
    assert.deepEqual([answer.status, answer.url], [304, `${far.url}/there`])
  })

  it('takes a 304 that nobody asked for as a failure', async () => {
    await using server = await serve((_, response) => response.writeHead(304).end())
    const failure = await failureOf(http.request({ url: server.url, signal, known: {} }))
    assert.equal(failure.code, 'http/status')
  })
})

describe('a source at an address', () => {
  it('is fetched with its validators, and not fetched again while they hold', async () => {
    using rig = new StepRig()
    await using server = await serve((request, response) => {
      if (request.headers['if-none-match'] === 'W/"7"') return response.writeHead(304).end()
      return response.writeHead(200, { etag: 'W/"7"' }).end('a\n1\n')
    })
    const context = rig.context(extractKind.decode({ csv: server.url }, () => {}))
    const source: Source = { kind: 'url', url: `${server.url}/a.csv`, label: 'a.csv' }
    const spooled = await spool(source, 0, context)
    assert.deepEqual(spooled.validators, { etag: 'W/"7"' })
    assert.equal(await spoolIfChanged(source, 0, context, spooled.validators ?? {}), undefined)
    const again = await spoolIfChanged(source, 0, context, { etag: '"6"' })
    assert.equal(readFileSync(again?.path ?? '', 'utf8'), 'a\n1\n')
  })
})
