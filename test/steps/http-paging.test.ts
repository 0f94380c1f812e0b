import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { systemClock } from '../../src/adapters/clock/clock.ts'
import type { StepBefore } from '../../src/steps/step.ts'
import { failureOf } from '../support/failure.ts'
import { extractAs, jsonBody, queryOf, sendJson, valuesOf } from '../support/http-extract.ts'
import { serve } from '../support/http-server.ts'
import { realPorts, StepRig } from '../support/step-context.ts'

/** Waits are none. */
const ports = { ...realPorts, clock: { ...systemClock, sleep: () => Promise.resolve() } }

const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id: from + index }))
const seven = ['0', '1', '2', '3', '4', '5', '6']

/** Seven rows, three a page, by offset. */
function byOffset(request: IncomingMessage, response: ServerResponse): void {
  const [offset, limit] = ['offset', 'limit'].map((name) => Number(queryOf(request).get(name)))
  sendJson(response, { meta: { total: 7 }, items: ids(0, 7).slice(offset, (offset ?? 0) + (limit ?? 0)) })
}

describe('pages', () => {
  it('follow the link header, also to where it is relative, until there is none', async () => {
    using rig = new StepRig()
    await using server = await serve((request, response) => {
      const page = Number(queryOf(request).get('page') ?? 0)
      const next =
        page < 2
          ? { link: `</x>; rel="first", <?page=${page + 1}&a=%20b,c>; title="a, b"; rel="next last"` }
          : {}
      sendJson(response, ids(page * 3, page === 2 ? 7 : page * 3 + 3), next)
    })
    const outcome = await extractAs(rig, { json: `${server.url}/orders`, paging: 'link-header' })
    assert.deepEqual(valuesOf(outcome, 'id'), seven)
    assert(
      rig.logged.some((line) => line.startsWith('orders: 3 pages (7 rows,')),
      rig.logged.join('\n'),
    )
  })

  it('follow an address in the body, and a null, an absent or an empty one ends them', async () => {
    for (const end of [null, undefined, '', false]) {
      using rig = new StepRig()
      await using server = await serve((request, response) => {
        const from = Number(queryOf(request).get('from') ?? 0)
        const next = from === 6 ? end : `/orders?from=${from + 3}`
        sendJson(response, { 'a.b': { next }, data: { items: ids(from, Math.min(7, from + 3)) } })
      })
      const outcome = await extractAs(rig, {
        json: `${server.url}/orders`,
        rows: 'data.items',
        paging: { 'next-url': '"a.b".next' },
      })
      assert.deepEqual(valuesOf(outcome, 'id'), seven)
    }
  })

  it('take a cursor along in the query, digit by digit, and leave the rest of the address as it is', async () => {
    using rig = new StepRig()
    const asked: string[] = []
    await using server = await serve((request, response) => {
      asked.push(request.url ?? '')
      const after = queryOf(request).get('after')
      response.end(
        after === null ? '{"items":[{"id":1}],"next":9007199254740993}' : '{"next":null,"items":[{"id":2}]}',
      )
    })
    const paging = { cursor: 'next', param: 'after' }
    const outcome = await extractAs(rig, { json: `${server.url}/x?a=b+c&d=%2F`, rows: 'items', paging })
    assert.deepEqual(valuesOf(outcome, 'id'), ['1', '2'])
    assert.deepEqual(asked, ['/x?a=b+c&d=%2F', '/x?a=b+c&d=%2F&after=9007199254740993'])
  })

  it('take a cursor along in a posted body, at a path', async () => {
    using rig = new StepRig()
    const asked: unknown[] = []
    await using server = await serve((request, response) => {
      void jsonBody(request).then((body) => {
        asked.push(body['variables'])
        const isFirst = asked.length === 1
        sendJson(response, { data: { end: isFirst ? 'YWJj' : null, nodes: [{ id: asked.length }] } })
      })
    })
    const outcome = await extractAs(rig, {
      json: server.url,
      rows: 'data.nodes',
      method: 'POST',
      body: { query: '{ … }', variables: { first: 1, after: null } },
      paging: { cursor: 'data.end', param: 'variables.after' },
    })
    assert.deepEqual(valuesOf(outcome, 'id'), ['1', '2'])
    assert.deepEqual(asked, [
      { first: 1, after: null },
      { first: 1, after: 'YWJj' },
    ])
  })

  it('go on by offset until the total is reached, without asking for one more', async () => {
    using rig = new StepRig()
    let asked = 0
    await using server = await serve((request, response) => {
      asked += 1
      byOffset(request, response)
    })
    const paging = { offset: 'offset', limit: 'limit', size: 3, total: 'meta.total' }
    const outcome = await extractAs(rig, { json: server.url, rows: 'items', paging })
    assert.deepEqual([valuesOf(outcome, 'id'), asked], [seven, 3])
  })

  it('by offset lose no row where the server gives fewer than it was asked for', async () => {
    using rig = new StepRig()
    await using server = await serve((request, response) => {
      const offset = Number(queryOf(request).get('offset'))
      sendJson(response, ids(offset, Math.min(7, offset + 2)))
    })
    const paging = { offset: 'offset', limit: 'limit', size: 100 }
    assert.deepEqual(valuesOf(await extractAs(rig, { json: server.url, paging }), 'id'), seven)
  })

  it('that end before the total they tell of fail', async () => {
    using rig = new StepRig()
    await using server = await serve((request, response) => {
      const offset = Number(queryOf(request).get('offset'))
      sendJson(response, { total: 9, items: ids(offset, Math.min(7, offset + 3)) })
    })
    const paging = { offset: 'offset', limit: 'limit', size: 3, total: 'total' }
    const failure = await failureOf(extractAs(rig, { json: server.url, rows: 'items', paging }))
    assert.equal(failure.code, 'http/paging')
    assert.match(failure.message, /end after 7 rows, while the last one tells of 9/)
    assert(failure.retryable)
  })

  it('that break off say which one it was, where it was asked for, and how many rows came before', async () => {
    for (const broken of ['500', 'json']) {
      using rig = new StepRig()
      const asked: number[] = []
      await using server = await serve((request, response) => {
        const offset = Number(queryOf(request).get('offset'))
        asked.push(offset)
        if (offset < 6) sendJson(response, ids(offset, offset + 3))
        else if (broken === '500') response.writeHead(500).end()
        else response.end('[{"id":1},{')
      })
      const paging = { offset: 'offset', limit: 'limit', size: 3 }
      const url = `${server.url}/orders?token=open-sesame`
      const failure = await failureOf(extractAs(rig, { json: url, paging }, { ports }))
      const where = `; this was "orders page 3" (${server.url}/orders?offset=6&…), 6 rows came before it`
      assert(failure.message.endsWith(where), failure.message)
      assert.deepEqual(
        [failure.code, failure.retryable],
        broken === '500' ? ['http/status', true] : ['json/syntax', false],
      )
      // What is no better a moment later is not asked for again.
      assert.deepEqual(asked, broken === '500' ? [0, 3, 6, 6, 6, 6, 6] : [0, 3, 6])
    }
  })

  it('that break off once are asked for again, and not those before them', async () => {
    using rig = new StepRig()
    const asked: number[] = []
    await using server = await serve((request, response) => {
      const offset = Number(queryOf(request).get('offset'))
      asked.push(offset)
      const tries = asked.filter((one) => one === offset).length
      if (offset === 3 && tries === 1) response.writeHead(502).end()
      else if (offset === 3 && tries === 2) {
        response.writeHead(200, { 'content-length': 1_000 }).write('[{"id":3},')
        setImmediate(() => response.destroy())
      } else sendJson(response, ids(0, 7).slice(offset, offset + 3))
    })
    const paging = { offset: 'offset', limit: 'limit', size: 3 }
    const outcome = await extractAs(rig, { json: server.url, paging }, { ports })
    assert.deepEqual(valuesOf(outcome, 'id'), seven)
    assert.deepEqual(asked, [0, 3, 3, 3, 6, 7])
    const told = rig.logged.filter((line) => line.endsWith('asking for this page again'))
    assert.equal(told.length, 2)
    assert.match(told[0] ?? '', /page 2: .*502/)
  })

  it('are not asked for again when the first of them fails: then nothing would be lost', async () => {
    using rig = new StepRig()
    let asked = 0
    await using server = await serve((_, response) => {
      asked += 1
      response.writeHead(500).end()
    })
    const paging = { offset: 'offset', limit: 'limit', size: 3 }
    assert((await failureOf(extractAs(rig, { json: server.url, paging }, { ports }))).retryable)
    assert.equal(asked, 1)
  })

  it('are no longer asked for when the step is told to stop in between', async () => {
    using rig = new StepRig()
    const stop = new AbortController()
    await using server = await serve((request, response) => {
      const offset = Number(queryOf(request).get('offset'))
      if (offset === 0) return sendJson(response, ids(0, 3))
      response.writeHead(500).end()
      return setTimeout(() => stop.abort(), 50)
    })
    const paging = { offset: 'offset', limit: 'limit', size: 3 }
    await assert.rejects(extractAs(rig, { json: server.url, paging }, { signal: stop.signal }), {
      name: 'AbortError',
    })
  })

  it('are counted up to the last, or to an empty one', async () => {
    for (const last of [undefined, 'last']) {
      using rig = new StepRig()
      const asked: string[] = []
      await using server = await serve((request, response) => {
        const query = queryOf(request)
        asked.push(query.toString())
        const page = Number(query.get('page'))
        // A page in the middle may hold nothing when the last one is known.
        const rows = page === 2 && last !== undefined ? [] : ids(page * 3, page * 3 + 3)
        sendJson(response, { last: 3, rows: page > 3 ? null : rows })
      })
      const paging = {
        page: 'page',
        size: { param: 'per', value: 3 },
        ...(last === undefined ? {} : { last }),
      }
      const outcome = await extractAs(rig, { json: server.url, rows: 'rows', paging })
      assert.equal(outcome.dataset?.rows, last === undefined ? 9 : 6)
      assert.deepEqual(asked.slice(0, 2), ['per=3&page=1', 'per=3&page=2'])
      assert.equal(asked.length, last === undefined ? 4 : 3)
    }
  })

  it('of csv each have their header, those of ndjson none; both may come compressed', async () => {
    using rig = new StepRig()
    await using server = await serve((request, response) => {
      const page = Number(queryOf(request).get('p'))
      const rows = ids(page * 2, page === 2 ? page * 2 : page * 2 + 2)
      const isCsv = request.url?.startsWith('/csv') === true
      const lines = rows.map(({ id }) => (isCsv ? `${id},x${id}` : JSON.stringify({ id, v: `x${id}` })))
      const text = [...(isCsv ? ['id,v'] : []), ...lines].map((line) => `${line}\n`).join('')
      response.writeHead(200, page === 0 ? { 'content-encoding': 'gzip' } : {})
      response.end(page === 0 ? gzipSync(text) : text)
    })
    for (const format of ['csv', 'ndjson']) {
      const outcome = await extractAs(rig, {
        [format]: `${server.url}/${format}`,
        paging: { page: 'p', start: 0 },
      })
      assert.deepEqual(valuesOf(outcome, 'v'), ['x0', 'x1', 'x2', 'x3'])
    }
    const found = rig.logged.filter((line) => line.includes('found by looking'))
    assert.deepEqual(
      found.map((line) => line.split(':')[0]),
      ['csv page 1', 'ndjson page 1'],
    )
  })

  it('are asked for with the user and password of the address, and may end with no content', async () => {
    using rig = new StepRig()
    const heard = new Set<string | undefined>()
    await using server = await serve((request, response) => {
      heard.add(request.headers.authorization)
      const after = queryOf(request).get('after')
      const id = Number(after ?? 0)
      if (id === 2) response.writeHead(204).end()
      else response.writeHead(200, { link: `<?after=${id + 1}>; rel=next` }).end(`{"id":${id}}\n`)
    })
    const url = `${server.url.replace('//', '//me:word@')}/list`
    const outcome = await extractAs(rig, { ndjson: url, paging: 'link-header' })
    assert.deepEqual(valuesOf(outcome, 'id'), ['0', '1'])
    assert.deepEqual([...heard], [`Basic ${Buffer.from('me:word').toString('base64')}`])
  })

  it('are all fetched again by a later run, which knows by all of their bytes whether they changed', async () => {
    using rig = new StepRig()
    let more = 0
    await using server = await serve((request, response) => {
      const page = Number(queryOf(request).get('page'))
      response.writeHead(200, { etag: '"same"' }).end(JSON.stringify(page > 2 + more ? [] : [{ id: page }]))
    })
    const authored = { json: server.url, paging: { page: 'page' } }
    const first = await extractAs(rig, authored, { before: { asked: true, kept: true } })
    const before: StepBefore = { asked: true, kept: true, sources: first.sources ?? [] }
    assert.equal(before.sources?.length, 1)
    const same = await extractAs(rig, authored, { before })
    assert.equal(same.unchanged, true)
    more = 1
    const changed = await extractAs(rig, authored, { before })
    assert.deepEqual([valuesOf(changed, 'id'), changed.unchanged], [['1', '2', '3'], undefined])
  })

  it('that hold a damaged row are gone on with, and count it', async () => {
    using rig = new StepRig()
    await using server = await serve((request, response) => {
      const offset = Number(queryOf(request).get('offset'))
      response.end(offset === 0 ? '{"id":0}\n{oops\n{"id":2}\n' : offset === 3 ? '{"id":3}\n' : '')
    })
    const outcome = await extractAs(rig, {
      ndjson: server.url,
      rejects: { max: 1 },
      paging: { offset: 'offset' },
    })
    assert.deepEqual(valuesOf(outcome, 'id'), ['0', '2', '3'])
    assert.equal(outcome.rows?.rejected, 1)
  })
})

describe('pages without an end', () => {
  it('are left as soon as the step is stopped', async () => {
    using rig = new StepRig()
    const stop = new AbortController()
    let time = 0
    await using server = await serve((_, response) => {
      time += 1
      if (time === 5) stop.abort(new Error('time is up'))
      sendJson(response, { next: `c${time}`, rows: ids(time, time + 1) })
    })
    const authored = { json: server.url, rows: 'rows', paging: { cursor: 'next', param: 'after' } }
    await assert.rejects(extractAs(rig, authored, { signal: stop.signal }), /time is up/)
    assert.equal(time, 5)
  })

  const endless: readonly {
    readonly what: string
    readonly paging: unknown
    readonly says: RegExp
    readonly answer: (request: IncomingMessage, response: ServerResponse, time: number) => void
  }[] = [
    {
      what: 'a server that ignores the parameter',
      paging: { page: 'page' },
      says: /page 2" is the same as page 1/,
      answer: (_, response) => sendJson(response, { rows: ids(0, 3) }),
    },
    {
      what: 'a cursor that comes again',
      paging: { cursor: 'next', param: 'after' },
      says: /page 3" leads to a page that was read before/,
      answer: (_, response, time) => sendJson(response, { next: `c${time % 2}`, rows: ids(time, time + 1) }),
    },
    {
      what: 'a next address that is its own',
      paging: { 'next-url': 'next' },
      says: /page 1" leads to a page that was read before/,
      answer: (_, response, time) => sendJson(response, { next: '/', rows: ids(time, time + 1) }),
    },
    {
      what: 'more pages than are allowed',
      paging: { cursor: 'next', param: 'after', 'max-pages': 4 },
      says: /has more than 4 pages/,
      answer: (_, response, time) => sendJson(response, { next: `c${time}`, rows: ids(time, time + 1) }),
    },
  ]
  for (const { what, paging, says, answer } of endless)
    it(`fail: ${what}`, async () => {
      using rig = new StepRig()
      let time = 0
      await using server = await serve((request, response) => answer(request, response, (time += 1)))
      const failure = await failureOf(extractAs(rig, { json: server.url, rows: 'rows', paging }))
      assert.equal(failure.code, 'http/paging')
      assert.match(failure.message, says)
    })

  it('do not fail where the last page is empty and leads to itself', async () => {
    using rig = new StepRig()
    await using server = await serve((request, response) => {
      const isLast = queryOf(request).get('after') === 'z'
      sendJson(response, { next: 'z', rows: isLast ? [] : ids(0, 2) })
    })
    const paging = { cursor: 'next', param: 'after' }
    assert.equal((await extractAs(rig, { json: server.url, rows: 'rows', paging })).dataset?.rows, 2)
  })
})

describe('a page', () => {
  it('that is HTML, broken, or without its rows fails and says which one it is', async () => {
    const pages: readonly (readonly [string, string])[] = [
      ['<!doctype html><title>Log in</title>', 'source/html'],
      ['{"rows":[{"id":1},', 'json/syntax'],
      ['{"error":"try later"}', 'json/rows'],
    ]
    for (const [second, code] of pages) {
      using rig = new StepRig()
      await using server = await serve((request, response) =>
        response.end(queryOf(request).get('page') === '1' ? '{"rows":[{"id":1}]}' : second),
      )
      const failure = await failureOf(
        extractAs(rig, { json: `${server.url}/list`, rows: 'rows', paging: { page: 'page' } }),
      )
      assert.equal(failure.code, code)
      assert.match(failure.message, /"list page 2"/)
    }
  })

  it('that leads to another origin is not followed with what is meant for the first', async () => {
    using rig = new StepRig()
    let strayed = 0
    await using far = await serve((_, response) => {
      strayed += 1
      sendJson(response, { rows: ids(5, 6) })
    })
    await using near = await serve((_, response) => sendJson(response, { next: far.url, rows: ids(0, 1) }))
    const asked = { json: near.url, rows: 'rows', paging: { 'next-url': 'next' } }
    for (const secret of [{ auth: { bearer: 'abcdefgh' } }, { headers: { 'x-key': 'k' } }]) {
      const failure = await failureOf(extractAs(rig, { ...asked, ...secret }))
      assert.match(failure.message, /leads to another origin/)
    }
    assert.equal(strayed, 0)
    assert.deepEqual(valuesOf(await extractAs(rig, asked), 'id'), ['0', '5'])
  })
})
