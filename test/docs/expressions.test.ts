import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { contextNames } from '../../src/expression/contexts.ts'
import { functionNames } from '../../src/expression/functions.ts'
import { makeDesk } from '../support/cli.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/expressions.md'), 'utf8')
const blocks = [...page.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)]
const files = Object.fromEntries(blocks.map(([, path = '', text = '']) => [path, text]))

it('the example of docs/expressions.md runs as it stands, and with other inputs', async () => {
  await using desk = await makeDesk(files)
  const { status, stdout, stderr } = await desk.millrace('run', 'fetch')
  assert.equal(status, 0, stderr + stdout)
  assert.match(stderr, /fetched 2 of \["eu","us"\]/)
  const other = await desk.millrace(
    'run',
    'fetch',
    '--input',
    'regions=eu,asia,us',
    '--input',
    'limits={"eu":1,"asia":0,"us":1}',
    '--input',
    'since=2026-01-31T08:30:00+02:00',
  )
  assert.match(other.stderr, /row-count/)
  assert.equal(other.status, 3, other.stderr)
  const wrong = await desk.millrace('run', 'fetch', '--input', 'since=2024-12-31T00:00:00Z')
  assert.equal(wrong.status, 64)
  assert.match(wrong.stderr, /2025-01-01T00:00:00Z or later/)
})

it('docs/expressions.md names every context and every function', () => {
  for (const name of [...contextNames, ...functionNames])
    assert.match(page, new RegExp(`\`(\\$\\{\\{ )?${name}\\b`), name)
})
