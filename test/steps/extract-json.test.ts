import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJson, jsonShape } from '../../src/steps/extract/json-options.ts'
import { type ExtractOptions, decodeExtract, extractSchema } from '../../src/steps/extract/options.ts'
import { extract } from '../../src/steps/extract/step.ts'
import { loadFile } from '../../src/steps/load/load-file.ts'
import { query } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { StepRig } from '../support/step-context.ts'

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

function extractOptions(authored: Readonly<Record<string, unknown>>): ExtractOptions {
  return decodeExtract(extractSchema.parse(authored), (_path, message) => assert.fail(message))
}

describe('an extract', () => {
  it('reads rows within a document, and Parquet of them', async () => {
    using rig = new StepRig()
    rig.file('page.json', '{"meta":{"n":2},"data":[{"id":1,"a":{"b":"x"}},{"id":"2"}]}')
    const json = { json: 'page.json', rows: 'data', flatten: true, columns: { id: 'integer', a_b: 'text' } }
    const { dataset } = await extract(rig.context(extractOptions(json)))
    assert.deepEqual(query(dataset?.path ?? '', 'select * from orders'), [
      { id: 1, a_b: 'x' },
      { id: 2, a_b: null },
    ])
    assert.ok(dataset)
    const load = { target: 'file', from: 'orders', file: 'out.parquet', format: 'parquet' } as const
    await loadFile(rig.context({ ...load, commit: false, allowEmpty: false }), dataset)
    const back = await extract(rig.context(extractOptions({ parquet: '*.parquet' }), { stepId: 'back' }))
    assert.deepEqual(query(back.dataset?.path ?? '', 'select * from back'), [
      { id: 1, a_b: 'x' },
      { id: 2, a_b: null },
    ])
    const lacking = extract(
      rig.context(extractOptions({ parquet: 'out.parquet', columns: { idd: 'integer' } }), { stepId: 'c' }),
    )
    assert.match((await failureOf(lacking)).message, /"out.parquet" has no column "idd"/)
  })
})
