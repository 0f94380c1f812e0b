import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/steps.md'), 'utf8')
const blocks = [...page.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)]
const files = Object.fromEntries(blocks.map(([, path = '', text = '']) => [path, text]))

it('the examples of docs/steps.md run as they stand', async () => {
  await using desk = await makeDesk(files)
  const { status, stdout, stderr } = await desk.millrace('run', 'steps')
  assert.equal(status, 0, stderr + stdout)
  assert.match(stderr, /the best customer is Ada/)
  assert.match(stderr, /ranking of \d{4}-\d{2}-\d{2} has 2 places/)
})
