import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

const root = join(import.meta.dirname, '../..')
const connections =
  'connections:\n  shop: postgres://localhost/shop\n  warehouse: postgres://localhost/warehouse\n'

/** Pieces of manifests that documents show, by the document and the title above them. */
const pieces = [
  { page: 'README.md', below: '## What rows can come from', beside: connections },
  { page: 'docs/checks.md', below: '# Checks', beside: '' },
] as const

for (const { page, below, beside } of pieces)
  it(`what ${page} shows below "${below}" is a manifest without a mistake`, async () => {
    const text = readFileSync(join(root, page), 'utf8')
    const [, piece = ''] = /```yaml\n([^]*?)```/.exec(text.slice(text.indexOf(below))) ?? []
    assert.match(piece, /^steps:/m)
    await using desk = await makeDesk({
      'pipelines/shown.yml': `name: Shown\n${beside}${piece}`,
      'orders.csv': '',
      'customers.csv': '',
    })
    const { status, stderr } = await desk.millrace('validate')
    assert.equal(status, 0, stderr)
  })
