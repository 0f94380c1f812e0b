import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/used-pipelines.md'), 'utf8')
const blocks = [...page.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)]
const files = Object.fromEntries(blocks.map(([, path = '', text = '']) => [path, text]))

it('the example of docs/used-pipelines.md runs as it stands', async () => {
  await using desk = await makeDesk(files)
  const { status, stdout, stderr } = await desk.millrace('run', 'sales')
  assert.equal(status, 0, stderr + stdout)
  assert.match(stderr, /1 orders in the EU, 1 in the US/)
  assert.equal(readFileSync(join(desk.folder, 'total.csv'), 'utf8'), 'region,amount\neu,7.25\nus,10.00\n')
  const alone = await desk.millrace('run', 'shared/clean.yml', '--input', 'region=us')
  assert.equal(alone.status, 0, alone.stderr)
})
