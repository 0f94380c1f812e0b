import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJson, jsonShape } from '../../src/steps/extract/json-options.ts'

type Authored = Parameters<typeof decodeJson>[0]

/** What is decoded, and what is told: the place and the message of each. */
function decoded(
  authored: Authored,
  { format = 'json', columns }: { format?: string; columns?: string[] } = {},
) {
  const told: string[] = []
  const options = decodeJson(authored, { format, columns }, (path, message) =>
    told.push(`${path.join('.')}: ${message}`),
  )
  return { options, told }
}

describe('where rows are in JSON', () => {
  it('is a path; flatten is a depth or a map of paths', () => {
    assert.deepEqual(decoded({}).options, undefined)
    assert.deepEqual(decoded({ rows: 'data."x.y".0' }).options, { rows: ['data', 'x.y', '0'] })
    assert.deepEqual(decoded({ flatten: true }).options, { flatten: 100 })
    assert.deepEqual(decoded({ flatten: false }).options, undefined)
    assert.deepEqual(decoded({ flatten: { city: 'address.city' } }).options, {
      flatten: { city: ['address', 'city'] },
    })
  })

  it('is refused where it makes no sense', () => {
    const wrong: readonly (readonly [Authored, Parameters<typeof decoded>[1], string])[] = [
      [{ rows: 'a' }, { format: 'ndjson' }, 'rows: `rows` goes with `json`, not with `ndjson`'],
      [{ rows: 'a' }, { format: 'csv' }, 'rows: `rows` goes with `json`, not with `csv`'],
      [
        { flatten: true },
        { format: 'csv' },
        'flatten: `flatten` goes with `json` and `ndjson`, not with `csv`',
      ],
      [{ rows: 'a[*].b' }, {}, 'rows: "a[*].b" is no path'],
      [{ flatten: { a: 'x.' } }, {}, 'flatten.a: "x." is no path'],
      [{ flatten: { a: 'x', b: '"x"' } }, {}, 'flatten.b: "b" and "a" have the same path'],
      [{ flatten: { a: 'x' } }, { columns: ['a', 'c'] }, 'columns.c: "c" has no path under `flatten`'],
    ]
    for (const [authored, beside, told] of wrong) assert.deepEqual(decoded(authored, beside).told, [told])
  })

  it('has levels that a number can say', () => {
    assert.equal(jsonShape.flatten.safeParse(0).success, false)
    assert.equal(jsonShape.flatten.safeParse(3).success, true)
    assert.equal(jsonShape.rows.safeParse('').success, false)
  })
})
