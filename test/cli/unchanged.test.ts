import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { it } from 'node:test'
import { makeDesk } from '../support/cli.ts'
import { serve } from '../support/http-server.ts'

const manifest = (url: string) => `name: Shop
connections: { wh: 'sqlite:wh.sqlite' }
steps:
  orders: { extract: { csv: '${url}/o.csv' } }
  publish: { load: { from: orders, into: wh, table: orders, mode: replace } }
  late: { needs: [publish], run: 'test -f ok' }
  wide: { needs: [orders], transform: { sql: 'select *, id * 2 as twice from orders' } }
`

it('a run whose source has not changed says so, is gone on with after a failure, and leaves its rows to be selected', async () => {
  await using server = await serve((request, response) => {
    response.writeHead(request.headers['if-none-match'] === '"a"' ? 304 : 200, { etag: '"a"' })
    response.end(request.headers['if-none-match'] === '"a"' ? undefined : 'id\n1\n')
  })
  await using desk = await makeDesk({ 'pipelines/shop.yml': manifest(server.url), ok: '' })
  assert.equal((await desk.millrace('run', 'shop')).status, 0)

  await rm(join(desk.folder, 'ok'))
  const failed = await desk.millrace('run', 'shop')
  assert.equal(failed.status, 2)
  assert.match(failed.stdout, /orders +success .*unchanged since run \d{8}-/)
  assert.match(failed.stdout, /publish +skipped .*unchanged since run \d{8}-/)
  assert.match(failed.stdout, /3 steps unchanged/)

  await desk.write('ok', '')
  const resumed = await desk.millrace('run', '--resume', 'latest')
  assert.equal(resumed.status, 0, resumed.stderr)
  assert.match(resumed.stderr, /1 step to run, 3 steps done before/)

  const selected = await desk.millrace('run', 'shop', '--select', 'wide')
  assert.equal(selected.status, 0, selected.stderr + selected.stdout)
  assert.match(selected.stdout, /wide +success +1/)

  const last = await desk.millrace('run', 'shop', '--format', 'jsonl')
  const events = last.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const { steps } = events.at(-1) as { steps: Record<string, { result: string; unchanged?: boolean }> }
  assert.deepEqual([steps['publish']?.result, steps['publish']?.unchanged], ['skipped', true])
})
