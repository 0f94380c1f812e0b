import assert from 'node:assert/strict'
import { it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

const manifest = (on: string, connection: string): string =>
  `name: A\n${on}connections: { w: "${connection}" }\nsteps:\n  a: { extract: { csv: a.csv } }\n` +
  '  p: { load: { from: a, into: w, table: t, mode: append } }\n'
const daily = 'on: { schedule: [{ cron: "0 6 * * *" }] }\n'

it('plan and workflow say that GitHub does not keep a SQLite file of a scheduled pipeline', async () => {
  await using desk = await makeDesk({
    'a.csv': 'x\n1\n',
    'pipelines/lost.yml': manifest(daily, 'sqlite:w.sqlite'),
    'pipelines/by-hand.yml': manifest('', 'sqlite:w.sqlite'),
    'pipelines/server.yml': manifest(daily, '${{ secrets.W }}'),
  })
  const told = /note: pipelines\/lost\.yml: on GitHub the file of connection "w" is gone/
  assert.match((await desk.millrace('plan', 'lost')).stderr, told)
  assert.equal((await desk.millrace('plan', 'by-hand')).stderr, '')
  assert.equal((await desk.millrace('plan', 'server')).stderr, '')
  const action = `acme/millrace@${'0123456789'.repeat(4)} # v1.2.3`
  const { stderr } = await desk.millrace('workflow', '--action', action)
  assert.match(stderr, told)
  assert.equal(stderr.match(/note:/g)?.length, 1)
})
