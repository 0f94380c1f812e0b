import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { it } from 'node:test'
import { makeDesk } from '../support/cli.ts'
import { jsonBody, queryOf, sendJson } from '../support/http-extract.ts'
import { serve } from '../support/http-server.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/http.md'), 'utf8')
const blocks = [...page.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)]
const files = Object.fromEntries(blocks.map(([, path = '', text = '']) => [path, text]))

const secrets = {
  SHOP_TOKEN: 'tok-4711-abcdef',
  SHOP_KEY: 'key/4712&abcdef',
  SHOP_PASSWORD: 'pass 4713 abcdef',
  SHOP_SECRET: 'sec+4714+abcdef',
}
const learned = 'access-4715-abcdef'

const rows = [{ id: 1 }, { id: 2 }, { id: 3 }]

/** A shop of three rows in pages of two, which takes nobody without the right credentials. */
const shop: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => unknown>> = {
  '/customers': (request, response) => {
    if (request.headers.authorization !== `Bearer ${secrets.SHOP_TOKEN}`) return refuse(request, response)
    const isFirst = queryOf(request).get('p') === null
    return sendJson(
      response,
      isFirst ? rows.slice(0, 2) : rows.slice(2),
      isFirst ? { link: '</customers?p=2>; rel="next"' } : undefined,
    )
  },
  '/products': (request, response) => {
    const query = queryOf(request)
    if (query.get('key') !== secrets.SHOP_KEY) return refuse(request, response)
    const isFirst = query.get('p') === null
    const items = isFirst ? rows.slice(0, 2) : rows.slice(2)
    return sendJson(response, { data: { items }, links: { next: isFirst ? '/products?p=2' : null } })
  },
  '/events': (request, response) => {
    const basic = Buffer.from(`loader:${secrets.SHOP_PASSWORD}`).toString('base64')
    if (request.headers.authorization !== `Basic ${basic}`) return refuse(request, response)
    const isFirst = queryOf(request).get('after') === null
    return sendJson(
      response,
      isFirst ? { next_cursor: 2, events: rows.slice(0, 2) } : { events: rows.slice(2) },
    )
  },
  '/graphql': async (request, response) => {
    const { variables } = await jsonBody(request)
    const isFirst = JSON.stringify(variables) === '{"first":2,"after":null}'
    if (!isFirst) assert.deepEqual(variables, { first: 2, after: 'Mg==' })
    const nodes = isFirst ? rows.slice(0, 2) : rows.slice(2)
    sendJson(response, { data: { reviews: { nodes, pageInfo: { endCursor: isFirst ? 'Mg==' : null } } } })
  },
  '/token': (_, response) =>
    sendJson(response, { access_token: learned, token_type: 'bearer', expires_in: 60 }),
  '/orders': (request, response) => {
    if (request.headers.authorization !== `Bearer ${learned}`) return refuse(request, response)
    const skip = Number(queryOf(request).get('skip'))
    return sendJson(response, { count: 3, rows: rows.slice(skip, skip + 2) })
  },
  '/prices.csv': (request, response) => {
    const start = 2 * Number(queryOf(request).get('page')) - 2
    const lines = rows.slice(start, start + 2).map(({ id }) => `s${id},${id}.50\n`)
    response.end(['sku,price\n', ...lines].join(''))
  },
}

function refuse({ headers, url }: IncomingMessage, response: ServerResponse): void {
  response.writeHead(403).end(`not you: ${JSON.stringify(headers)} ${String(url)}`)
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://x')
  void shop[pathname]?.(request, response)
}

it('the example of docs/http.md runs as it stands', async () => {
  await using server = await serve(answer)
  await using desk = await makeDesk(files, { API: server.url, ...secrets })
  const { status, stdout, stderr } = await desk.millrace('run', 'http', '--format', 'jsonl')
  assert.equal(status, 0, stderr + stdout)
  assert.equal((stdout + stderr).match(/2 pages \(3 rows,/g)?.length, 5)
  for (const secret of [...Object.values(secrets), learned])
    assert(!(stdout + stderr).includes(secret), secret)
})

it('secrets that a server sends back, also a token it gave out, are told nowhere', async () => {
  await using server = await serve((request, response) =>
    request.url === '/token' ? answer(request, response) : refuse(request, response),
  )
  await using desk = await makeDesk(files, { API: server.url, ...secrets })
  const { status, stdout, stderr } = await desk.millrace('run', 'http', '--format', 'jsonl')
  assert.equal(status, 2, stderr + stdout)
  assert.match(stdout, /orders\?… answered 403/)
  const forms = [...Object.values(secrets), learned].flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ])
  for (const form of forms) assert(!(stdout + stderr).includes(form), form)
})
