import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Path } from '../../src/diagnostic/diagnostic.ts'
import { locate } from '../../src/source/locate.ts'
import { parseSource } from '../../src/source/source.ts'

const text = `a: &x { k: 1 }
plain: one \${{ E }}
single: 'it''s \${{ E }}'
double: "tab\\t\\x41 \${{ E }}"
block: |
  first
    \${{ E }} deeper
folded: >-
  first
  second \${{ E }}

  third
wrapped: one
  two \${{ E }}
b: { <<: *x, list: [1, two] }
empty:
`

const source = parseSource('p.yml', text)

function placeOf(
  path: Path,
  part: 'key' | 'value' = 'value',
  within?: { start: number; end: number },
): string {
  const at = { file: 'p.yml', path, part, ...(within === undefined ? {} : { within }) }
  const { line, column, endLine, endColumn } = locate(source, {
    code: 'source/syntax',
    severity: 'error',
    message: '',
    at,
  })
  return `${line}:${column}-${endLine}:${endColumn}`
}

for (const [key, place] of Object.entries({
  plain: '2:16-2:17',
  single: '3:20-3:21',
  double: '4:24-4:25',
  block: '7:9-7:10',
  folded: '10:14-10:15',
  wrapped: '14:11-14:12',
}))
  test(`an expression in a ${key} scalar is found where it stands`, () => {
    const value = String((source.authored as Record<string, unknown>)[key])
    const start = value.indexOf('E }}')
    assert.equal(placeOf([key], 'value', { start, end: start + 1 }), place)
  })

test('a key, a value and an item of a list are found by their path', () => {
  assert.equal(placeOf(['plain'], 'key'), '2:1-2:6')
  assert.equal(placeOf(['b', 'list', 1]), '15:24-15:27')
})

test('a merged value is found at its anchor, an empty one and a missing one at the key around it', () => {
  assert.equal(placeOf(['b', 'k']), '1:12-1:13')
  assert.equal(placeOf(['empty']), '16:1-16:6')
  assert.equal(placeOf(['b', 'nothing'], 'key'), '15:1-15:2')
})
