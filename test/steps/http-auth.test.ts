import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { createHttp } from '../../src/adapters/http/http.ts'
import { systemClock } from '../../src/adapters/clock/clock.ts'
import type { Ports } from '../../src/ports/ports.ts'
import { failureOf } from '../support/failure.ts'
import { extractAs, queryOf, sendJson, valuesOf } from '../support/http-extract.ts'
import { serve } from '../support/http-server.ts'
import { realPorts, StepRig } from '../support/step-context.ts'

const rows = [{ id: 1 }]

/** What a server hears of one extract. */
async function heard(
  authored: Readonly<Record<string, unknown>>,
): Promise<IncomingMessage & { text: string }> {
  using rig = new StepRig()
  const requests: (IncomingMessage & { text: string })[] = []
  await using server = await serve((request, response) => {
    void text(request).then((said) => {
      requests.push(Object.assign(request, { text: said }))
      sendJson(response, rows)
    })
  })
  await extractAs(rig, { json: `${server.url}/list?a=1`, ...authored })
  const [only] = requests
  assert(only !== undefined && requests.length === 1)
  return only
}

describe('a request', () => {
  it('says who asks, in each of the ways', async () => {
    const { headers } = await heard({ auth: { bearer: 'abc' } })
    assert.equal(headers.authorization, 'Bearer abc')
    const basic = await heard({ auth: { basic: { user: 'me', password: 'pässword' } } })
    assert.equal(basic.headers.authorization, `Basic ${Buffer.from('me:pässword').toString('base64')}`)
    const key = await heard({ auth: { 'api-key': { header: 'X-Key', value: 'k' } } })
    assert.equal(key.headers['x-key'], 'k')
    const { url } = await heard({ auth: { 'api-key': { query: 'api key', value: 'k&v=' } } })
    assert.equal(url, '/list?a=1&api%20key=k%26v%3D')
  })

  it('sends its body as text, JSON or a form, each as what it is', async () => {
    const said = async (body: unknown, more: object = {}) => {
      const request = await heard({ method: 'POST', body, ...more })
      return [request.method, request.headers['content-type'], request.text]
    }
    assert.deepEqual(await said({ a: [1, null, 'ü'] }), ['POST', 'application/json', '{"a":[1,null,"ü"]}'])
    assert.deepEqual(await said({ form: { a: 'x y&', b: [1, true] } }), [
      'POST',
      'application/x-www-form-urlencoded',
      'a=x+y%26&b=1&b=true',
    ])
    assert.deepEqual(await said('select 1'), ['POST', 'text/plain;charset=UTF-8', 'select 1'])
    assert.deepEqual(await said('{"a": 1}', { method: 'PUT', headers: { 'Content-Type': 'x/y' } }), [
      'PUT',
      'x/y',
      '{"a": 1}',
    ])
  })

  it('that is redirected elsewhere leaves its key and its body behind, and the log says so', async () => {
    using rig = new StepRig()
    const there: (string | undefined)[] = []
    await using far = await serve((request, response) => {
      there.push(request.headers.authorization, request.url)
      sendJson(response, rows)
    })
    await using near = await serve((_, response) =>
      response.writeHead(307, { location: `${far.url}/x` }).end(),
    )
    await extractAs(rig, { json: near.url, auth: { bearer: 'abcdefgh' } })
    assert.deepEqual(there, [undefined, '/x'])
    assert(
      rig.logged.some((line) => line.includes(`redirects to ${far.url}: "headers" and "auth" are not sent`)),
    )
    const failure = await failureOf(
      extractAs(rig, { json: near.url, method: 'POST', body: { key: 'abcdefgh' } }),
    )
    assert.equal(failure.code, 'http/redirect')
    assert.equal(there.length, 2)
  })

  it('that is posted and redirected with 303 goes on as a GET without a body', async () => {
    using rig = new StepRig()
    const methods: string[] = []
    await using server = await serve((request, response) => {
      methods.push(`${request.method} ${request.headers['content-type'] ?? '-'}`)
      if (request.method === 'POST') response.writeHead(303, { location: '/done' }).end()
      else sendJson(response, rows)
    })
    await extractAs(rig, { json: server.url, method: 'POST', body: {} })
    assert.deepEqual(methods, ['POST application/json', 'GET -'])
  })

  it('shows its key in no failure, whatever the server says of it', async () => {
    using rig = new StepRig()
    await using server = await serve((request, response) => {
      response.writeHead(403).end(`no such key: ${String(request.url)} ${String(request.headers['x-key'])}`)
    })
    const keys = [
      { query: 'key', value: 'hunter2/hunter2' },
      { header: 'X-Key', value: 'hunter2/hunter2' },
    ]
    for (const key of keys) {
      const failure = await failureOf(
        extractAs(rig, { json: `${server.url}/list`, auth: { 'api-key': key } }),
      )
      assert.match(failure.message, /answered 403/)
      assert(!failure.message.includes('hunter2'), failure.message)
    }
    assert(!rig.logged.join('\n').includes('hunter2'))
  })
})

/** A server that gives out tokens and rows for the newest one. */
async function tokenServer(
  answer: (response: ServerResponse, time: number) => void = (response, time) =>
    sendJson(response, { access_token: `token-${time}`, token_type: 'Bearer', expires_in: 3600 }),
) {
  const state = { asked: [] as string[], newest: '', listed: 0 }
  const server = await serve((request, response) => {
    if (request.url === '/token')
      return void text(request).then((said) => {
        state.asked.push(`${request.headers.authorization ?? '-'} ${said}`)
        state.newest = `token-${state.asked.length}`
        answer(response, state.asked.length)
      })
    state.listed += 1
    if (request.headers.authorization !== `Bearer ${state.newest}`) return response.writeHead(401).end()
    const page = Number(queryOf(request).get('page') ?? 1)
    return sendJson(response, page > 2 ? [] : [{ id: page }])
  })
  const oauth2 = { 'token-url': `${server.url}/token`, 'client-id': 'me', 'client-secret': 's3cret+word' }
  return Object.assign(state, { server, oauth2, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() })
}

/** Says more than anyone should listen to, with no length told before. */
function poured(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(100_000)));
  }
  response.on('drain', more)
  more()
}

/** Tokens are kept by whoever speaks HTTP: a test has its own. */
const freshPorts = (): Ports => ({ ...realPorts, http: createHttp(systemClock) })

describe('a token of client credentials', () => {
  it('is fetched once for all pages and steps, and hidden as soon as it is here', async () => {
    using rig = new StepRig()
    await using world = await tokenServer()
    const ports = freshPorts()
    const hidden: string[] = []
    const more = { ports, hide: (secret: string) => void hidden.push(secret) }
    const authored = { json: world.server.url, auth: { oauth2: world.oauth2 }, paging: { page: 'page' } }
    const outcomes = await Promise.all([
      extractAs(rig, authored, { ...more, stepId: 'a' }),
      extractAs(rig, authored, { ...more, stepId: 'b' }),
    ])
    for (const outcome of outcomes) assert.deepEqual(valuesOf(outcome, 'id'), ['1', '2'])
    const basic = Buffer.from('me:s3cret%2Bword').toString('base64')
    assert.deepEqual(world.asked, [`Basic ${basic} grant_type=client_credentials`])
    assert.deepEqual(new Set(hidden), new Set(['token-1']))
  })

  it('sends the credentials in the body where the server wants that, with scope and audience', async () => {
    using rig = new StepRig()
    await using world = await tokenServer()
    const oauth2 = { ...world.oauth2, send: 'body', scope: 'a b', audience: 'https://x' }
    await extractAs(rig, { json: world.server.url, auth: { oauth2 } }, { ports: freshPorts() })
    assert.deepEqual(world.asked, [
      '- grant_type=client_credentials&scope=a+b&audience=https%3A%2F%2Fx&client_id=me&client_secret=s3cret%2Bword',
    ])
  })

  it('is fetched anew once after a 401, and when it has run out', async () => {
    using rig = new StepRig()
    await using world = await tokenServer()
    const ports = freshPorts()
    const authored = { json: world.server.url, auth: { oauth2: world.oauth2 } }
    await extractAs(rig, authored, { ports })
    world.newest = 'another'
    await extractAs(rig, authored, { ports })
    assert.equal(world.asked.length, 2)
    const later = () => new Date(Date.now() + 3_590_000)
    await extractAs(rig, authored, { ports: { ...ports, clock: { ...systemClock, now: later } } })
    assert.equal(world.asked.length, 3)
  })

  it('that is never taken fails with the 401, not for ever', async () => {
    using rig = new StepRig()
    await using world = await tokenServer((response, time) => {
      world.newest = 'another'
      sendJson(response, { access_token: `token-${time}` })
    })
    const authored = { json: world.server.url, auth: { oauth2: world.oauth2 } }
    const failure = await failureOf(extractAs(rig, authored, { ports: freshPorts() }))
    assert.match(failure.message, /answered 401/)
    assert.deepEqual([world.asked.length, world.listed], [2, 2])
  })

  const bad: readonly (readonly [string, (response: ServerResponse) => void, RegExp])[] = [
    [
      'refuses the client',
      (response) => response.writeHead(401).end('{"error":"invalid_client","hint":"s3cret+word"}'),
      /no token: POST .*\/token answered 401 Unauthorized: "\{"error":"invalid_client"/,
    ],
    ['answers with HTML', (response) => response.end('<html>token</html>'), /holds no "access_token"/],
    ['answers without end', poured, /holds no "access_token"/],
    ['answers with nothing', (response) => response.end(), /holds no "access_token"/],
    [
      'gives out a line break',
      (response) => sendJson(response, { access_token: 'a\nb: c' }),
      /holds no "access/,
    ],
    [
      'gives out another kind',
      (response) => sendJson(response, { access_token: 'a', token_type: 'mac' }),
      /no bearer/,
    ],
    ['is broken', (response) => response.socket?.resetAndDestroy(), /no token: .*the connection was reset/],
  ]
  for (const [what, answer, says] of bad)
    it(`of a server that ${what} fails, and shows no secret`, async () => {
      using rig = new StepRig()
      await using world = await tokenServer(answer)
      const authored = { json: world.server.url, auth: { oauth2: world.oauth2 } }
      const failure = await failureOf(extractAs(rig, authored, { ports: freshPorts() }))
      assert.equal(failure.code, 'http/token')
      assert.match(failure.message, says)
      assert(!failure.message.includes('s3cret'), failure.message)
      assert.equal(world.listed, 0)
    })
})
