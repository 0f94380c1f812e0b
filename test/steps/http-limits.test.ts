import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createHttp } from '../../src/adapters/http/http.ts'
import type { Ports } from '../../src/ports/ports.ts'
import { failureOf } from '../support/failure.ts'
import { extractAs, queryOf, sendJson } from '../support/http-extract.ts'
import { serve } from '../support/http-server.ts'
import { realPorts, StepRig } from '../support/step-context.ts'

/** A clock whose waits are none: they are noted, and the time is later by them. */
function quickPorts(): { readonly ports: Ports; readonly waits: number[] } {
  const waits: number[] = []
  const start = Math.floor(Date.now() / 1000) * 1000
  const now = () => new Date(start + waits.reduce((sum, ms) => sum + ms, 0))
  const clock: Ports['clock'] = {
    now,
    random: () => 0,
    sleep: (ms, signal) => {
      signal?.throwIfAborted()
      waits.push(ms)
      return Promise.resolve()
    },
  }
  return { ports: { ...realPorts, clock, http: createHttp(clock) }, waits }
}

/** Four pages; the second is put off once, in this way. */
async function pagesPutOff(
  status: number,
  headers: (now: Date) => Record<string, string>,
): Promise<{ readonly waits: number[]; readonly logged: string[] }> {
  using rig = new StepRig()
  const { ports, waits } = quickPorts()
  let time = 0
  await using server = await serve((request, response) => {
    const page = Number(queryOf(request).get('page'))
    if (page === 2) time += 1
    if (time === 1 && page === 2) response.writeHead(status, headers(ports.clock.now())).end('slow down')
    else sendJson(response, page > 3 ? [] : [{ page }])
  })
  const outcome = await extractAs(rig, { json: server.url, paging: { page: 'page' } }, { ports })
  assert.equal(outcome.dataset?.rows, 3)
  return { waits, logged: rig.logged }
}

describe('a server that puts a page off', () => {
  it('is asked again after the seconds or at the time that it says, and the log tells', async () => {
    const bySeconds = await pagesPutOff(429, () => ({ 'retry-after': '7' }))
    assert.deepEqual(bySeconds.waits, [7000])
    assert(bySeconds.logged.some((line) => /^waiting 7 s: 127\.0\.0\.1:\d+ answered 429$/.test(line)))
    const byDate = await pagesPutOff(503, (now) => ({
      'retry-after': new Date(now.getTime() + 90_000).toUTCString(),
    }))
    assert.deepEqual(byDate.waits, [90_000])
  })

  it('may also say it by the reset of its limit', async () => {
    const byReset = await pagesPutOff(429, (now) => ({
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(now.getTime() / 1000 + 30),
    }))
    assert.deepEqual(byReset.waits, [30_000])
  })

  it('for ever, or for too long, fails the step, which may be tried again', async () => {
    for (const [seconds, requests] of [
      ['1', 6],
      ['3600', 1],
    ] as const) {
      using rig = new StepRig()
      const { ports } = quickPorts()
      let asked = 0
      await using server = await serve((_, response) => {
        asked += 1
        response.writeHead(429, { 'retry-after': seconds }).end()
      })
      const failure = await failureOf(extractAs(rig, { json: server.url }, { ports }))
      assert.equal(failure.code, 'http/status')
      assert.equal(failure.retryAfterMs, Number(seconds) * 1000)
      assert(failure.retryable)
      const isShort = Number(seconds) < 15 * 60
      assert.equal(/left alone for/.test(failure.message), !isShort)
      assert.equal(failure.message.endsWith('; it was waited for 5 times, 5 s in all, as it asked'), isShort)
      assert.equal(failure.help?.startsWith('Ask less often with `rate-limit`'), isShort)
      assert.equal(asked, requests)
    }
  })

  it('is not waited for when the step is stopped', async () => {
    using rig = new StepRig()
    const stop = new AbortController()
    await using server = await serve((_, response) => {
      response.writeHead(429, { 'retry-after': '60' }).end()
      setTimeout(() => stop.abort(new Error('time is up')), 50)
    })
    await assert.rejects(extractAs(rig, { json: server.url }, { signal: stop.signal }), /time is up/)
  })
})

describe('a server that says that no request is left', () => {
  const ways: readonly (readonly [string, (now: Date) => Record<string, string>])[] = [
    [
      'X-RateLimit, as a time',
      (now) => ({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${now.getTime() / 1000 + 20}` }),
    ],
    ['RateLimit-*, in seconds', () => ({ 'ratelimit-remaining': '0', 'ratelimit-reset': '20' })],
    ['RateLimit, of the first drafts', () => ({ ratelimit: 'limit=10, remaining=0, reset=20' })],
    ['RateLimit, of the last drafts', () => ({ ratelimit: '"hour";r=12;t=900, "minute";r=0;t=20' })],
  ]
  for (const [what, headers] of ways)
    it(`is left alone until it takes more (${what})`, async () => {
      using rig = new StepRig()
      const { ports, waits } = quickPorts()
      await using server = await serve((request, response) => {
        const page = Number(queryOf(request).get('page'))
        sendJson(response, page > 2 ? [] : [{ page }], page === 1 ? headers(ports.clock.now()) : {})
      })
      await extractAs(rig, { json: server.url, paging: { page: 'page' } }, { ports })
      assert.deepEqual(waits, [20_000])
      assert(rig.logged.some((line) => line.includes('waiting 20 s') && line.includes('no request is left')))
    })

  it('for hours fails the step, which may be tried again', async () => {
    using rig = new StepRig()
    const { ports, waits } = quickPorts()
    await using server = await serve((request, response) => {
      const page = Number(queryOf(request).get('page'))
      sendJson(response, [{ page }], { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '7200' })
    })
    const failure = await failureOf(extractAs(rig, { json: server.url, paging: { page: 'page' } }, { ports }))
    assert.deepEqual(
      [failure.code, failure.retryable, failure.retryAfterMs],
      ['http/rate-limit', true, 7_200_000],
    )
    assert.deepEqual(waits, [])
  })
})

describe('rate-limit', () => {
  it('keeps so many requests in any such time', async () => {
    using rig = new StepRig()
    const { ports, waits } = quickPorts()
    const times: number[] = []
    await using server = await serve((request, response) => {
      times.push(ports.clock.now().getTime())
      const page = Number(queryOf(request).get('page'))
      sendJson(response, page > 6 ? [] : [{ page }])
    })
    const authored = { json: server.url, paging: { page: 'page' }, 'rate-limit': { requests: 2, per: '10s' } }
    await extractAs(rig, authored, { ports })
    const [first = 0] = times
    assert.deepEqual(
      times.map((time) => (time - first) / 1000),
      [0, 0, 10, 10, 20, 20, 30],
    )
    assert.deepEqual(waits, [10_000, 10_000, 10_000])
    assert.equal(rig.logged.filter((line) => line.includes('wait for "rate-limit"')).length, 1)
  })
})
