import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { serve, type TestServer } from '../support/http-server.ts'
import { makeSite, type Site } from './rig.ts'

const rows = `id,v\n${Array.from({ length: 3000 }, (_, n) => `${n},${(n * 7919) % 1013}`).join('\n')}\n`
const packed = gzipSync(rows)
const half = packed.subarray(0, packed.length >> 1)

/** How often each path has been asked for. */
const asked = new Map<string, number>()
const headersSeen: IncomingMessage['headers'][] = []

const answers: Readonly<Record<string, (response: ServerResponse, time: number) => unknown>> = {
  '/403': (response) =>
    response
      .writeHead(403, { 'content-type': 'text/html' })
      .end(
        '<html><head><title>x</title></head><body><h1>Forbidden</h1><script>steal()</script></body></html>',
      ),
  '/empty': (response) => response.writeHead(200).end(),
  '/204': (response) => response.writeHead(204).end(),
  '/html': (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Log in</title>'),
  '/half.gz': (response) => response.writeHead(200).end(half),
  '/half-encoded': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(half),
  '/encoded': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
  // A connection that is torn down takes with it what had arrived and was not read: a busy machine takes a while.
  '/short': (response) => {
    response.writeHead(200, { 'content-length': String(rows.length) })
    response.write(rows.slice(0, 500))
    setTimeout(() => response.socket?.destroy(), 400)
  },
  '/chunks': (response) => {
    response.write(rows.slice(0, 500))
    setTimeout(() => response.socket?.destroy(), 400)
  },
  '/429': (response, time) =>
    time === 1 ? response.writeHead(429, { 'retry-after': '1' }).end('slow down') : response.end(rows),
  '/503': (response, time) => (time === 1 ? response.writeHead(503).end('busy') : response.end(rows)),
  '/reset': (response) => response.socket?.resetAndDestroy(),
  '/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
  '/to-a-file': (response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/100%25-%ZZ.csv': (response) => response.end(rows),
}

const fails: readonly { path: string; code: string; says: RegExp; attempts: number }[] = [
  { path: '/403', code: 'http/status', says: /answered 403 Forbidden: "Forbidden"$/, attempts: 1 },
  { path: '/empty', code: 'rows/empty', says: /"empty" holds no rows/, attempts: 1 },
  { path: '/204', code: 'rows/empty', says: /"204" holds no rows/, attempts: 1 },
  { path: '/html', code: 'source/html', says: /a page of HTML \(text\/html\) titled "Log in"/, attempts: 1 },
  {
    path: '/half.gz',
    code: 'file/compression',
    says: /cut short: its gzip data ends too early/,
    attempts: 2,
  },
  { path: '/half-encoded', code: 'http/truncated', says: /compressed data ends too early/, attempts: 2 },
  { path: '/short', code: 'http/truncated', says: /broke off after 500 bytes/, attempts: 4 },
  { path: '/chunks', code: 'http/truncated', says: /broke off after 500 bytes/, attempts: 4 },
  { path: '/reset', code: 'http/connection', says: /the connection was reset/, attempts: 4 },
  { path: '/loop', code: 'http/status', says: /302 Found, after 20 redirects/, attempts: 1 },
  { path: '/to-a-file', code: 'http/connection', says: /redirects to/, attempts: 1 },
]

const manifest = (url: string, more = '') => `
name: Fetch
defaults: { retry: { max-attempts: 2, delay: 10ms, max-delay: 5s } }
steps:
  get: { extract: { csv: "${url}"${more} } }
  keep: { load: { from: get, file: kept.csv } }
  table: { load: { from: get, into: db, table: t, mode: replace } }
connections: { db: "sqlite:target.sqlite" }
`

describe('an address that answers badly', { concurrency: 3 }, () => {
  let server: TestServer
  before(async () => {
    server = await serve((request, response) => {
      const path = request.url?.split('?')[0] ?? ''
      const time = (asked.get(path) ?? 0) + 1
      asked.set(path, time)
      headersSeen.push(request.headers)
      const answer = answers[path] ?? answers['/403']
      answer?.(response, time)
    })
  })
  after(() => server[Symbol.asyncDispose]())

  for (const { path, code, says, attempts } of fails) {
    it(`fails the run at ${path} and leaves the file and the table as they were`, async () => {
      await using site = await makeSite({ 'kept.csv': 'old\n' })
      const run = await site.run(manifest(server.url + path))
      assert.equal(run.status, 2, run.stderr)
      assert.equal(run.step('get').failure?.code, code)
      assert.match(run.step('get').failure?.message ?? '', says)
      assert.equal(run.step('get').attempts, attempts)
      assert.equal(run.step('keep').result, 'skipped')
      assert.equal(await readFile(site.path('kept.csv'), 'utf8'), 'old\n')
      assert(!existsSync(site.path('target.sqlite')))
    })
  }

  for (const path of ['/429', '/503', '/encoded', '/100%25-%ZZ.csv']) {
    it(`gets every row from ${path} in the end`, async () => {
      await using site = await makeSite()
      const run = await site.run(manifest(server.url + path))
      assert.equal(run.status, 0, run.stdout)
      assert.equal(run.step('get').rows, 3000)
      if (path === '/429') assert(run.step('get').durationMs >= 1000, 'Retry-After was waited for')
    })
  }

  it('whose host is not known says so', async () => {
    await using site = await makeSite()
    const run = await site.run(manifest('http://no-such-host.invalid/x.csv'))
    assert.match(run.step('get').failure?.message ?? '', /the host name is not known \(ENOTFOUND\)/)
  })

  it('that holds secrets shows none of them, written out or not', async () => {
    await using site = await makeSite({}, { TOKEN: 'S3cr3t-T0ken!' })
    const url = server.url.replace('//', '//me:pa55-word@')
    const run = await site.run(manifest(`${url}/403?key=\${{ secrets.TOKEN }}&sig=abcdefgh12`))
    assert.equal(run.status, 2)
    await assertHidden(site, run.stdout + run.stderr, ['S3cr3t-T0ken!', 'abcdefgh12', 'pa55-word'])
    const basic = `Basic ${Buffer.from('me:pa55-word').toString('base64')}`
    assert(headersSeen.some(({ authorization }) => authorization === basic))
  })

  it('refuses headers that are none, without showing them', async () => {
    await using site = await makeSite()
    const run = await site.run(manifest(`${server.url}/429`, ', headers: { Auth: "abcdefgh12\\nx: y" }'))
    assert.equal(run.step('get').failure?.code, 'http/connection')
    assert(!JSON.stringify(run.events).includes('abcdefgh12'))
  })
})

async function assertHidden(site: Site, said: string, secrets: readonly string[]): Promise<void> {
  const report = await site.cli('report', told(said))
  for (const secret of secrets) assert(!(said + report.stdout + report.stderr).includes(secret), secret)
}

const told = (said: string) => /"run":"([^"]+)"/.exec(said)?.[1] ?? ''
