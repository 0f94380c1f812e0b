import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseJsonPath, showJsonPath } from '../../src/parse/json/json-path.ts'
import { readJson } from './read-json.ts'

const page = `{
  "meta": {"next": "abc", "left": 12345678901234567890, "skip": [1, {"items": []}], "done": false},
  "data": {"note": "a \\"quoted\\" [one]", "items": [
    {"id": 1},
    {"id": 2, "tags": ["x"]}
  ], "none": null},
  "after": {"cursor": "é", "deep": [[], {}, [{"a": -1.5e3}]]}
}
`
const also = new Map(
  ['meta.next', 'meta.left', 'meta.done', 'data.none', 'after.cursor', 'meta.skip', 'gone'].map((path) => [
    path,
    parseJsonPath(path) ?? [],
  ]),
)

describe('rows anywhere in a document', () => {
  for (const split of [[1], [7, 2], [1 << 16]]) {
    it(`are found, with what stands beside them, in chunks of ${split.join(' and ')} bytes`, async () => {
      const read = await readJson(page, { format: 'json', rows: ['data', 'items'], also }, split)
      assert.deepEqual(read.names, ['id', 'tags'])
      assert.deepEqual(
        read.rows.map((row) => [...row, null].slice(0, 2)),
        [
          ['1', null],
          ['2', '["x"]'],
        ],
      )
      assert.deepEqual(read.lines, [4, 5])
      assert.deepEqual(Object.fromEntries(read.beside), {
        'meta.next': 'abc',
        'meta.left': '12345678901234567890',
        'meta.done': false,
        'data.none': null,
        'after.cursor': 'é',
      })
    })
  }

  it('are found within a list', async () => {
    const read = await readJson('[1,{"a":[{"b":2}]}]', { format: 'json', rows: ['1', 'a'] })
    assert.deepEqual(read.rows, [['2']])
  })

  it('null stands for no rows where that is said', async () => {
    const read = await readJson('{"a":null,"n":1}', { format: 'json', rows: ['a'], nullIsEmpty: true })
    assert.deepEqual(read.rows, [])
    const rows = ['a']
    await assert.rejects(readJson('{"a":null}', { format: 'json', rows }), { message: /it is null/ })
  })
})

const damaged: readonly (readonly [text: string, says: RegExp])[] = [
  ['{"data":{"items":[{"a":1}]', /cut off after line 1/],
  ['{"data":{"items":[{"a":1}', /the array is cut off/],
  ['{"data":{"items":[{"a":1}]},\n"b":}', /line 2: a value must stand where "}" is/],
  ['{"data":{"items":[{"a":1}],}}', /a key must stand where "}" is/],
  ['{"data":{"items":[{"a":1}]} "b":1}', /a comma or the end must stand where """ is/],
  ['{"data":{"items":[{"a":1}]}}]', /more after the end of the document/],
  ['{"data":{"items":[{"a":1}]},"n":01}', /a comma or the end must stand where "1" is/],
  ['{"data":{"items":[{"a":1}]},"n":"\u0001"}', /a value must stand where """ is/],
  ['{"data":{"items":[]},"data":{"items":[]}}', /"data.items" stands in it twice/],
]

for (const [text, says] of damaged) {
  it(`a document damaged around its rows is refused: ${JSON.stringify(text)}`, async () => {
    for (const split of [[1], [1 << 16]]) {
      const read = readJson(text, { format: 'json', rows: ['data', 'items'] }, split)
      await assert.rejects(read, { code: 'json/syntax', message: says })
    }
  })
}

it('a document that is cut off is to be had again', async () => {
  for (const text of ['[{"a":1},', '[{"a":1', '{"data":{"items":[{"a":1}]'])
    await assert.rejects(
      readJson(text, { format: 'json', ...(text.startsWith('{') ? { rows: ['data', 'items'] } : {}) }),
      { help: /^Its end is missing/ },
    )
})

const elsewhere: readonly (readonly [text: string, path: string, says: RegExp, help: RegExp])[] = [
  [
    '{"data":{"itmes":[]}}',
    'data.items',
    /"data" has no "items"; it is an object with the key "itmes"/,
    /Did you mean "itmes"/,
  ],
  ['{"data":{"rows":[]}}', 'data.items', /has no "items"/, /a list at "data.rows": add `rows: data.rows`/],
  ['{"data":[{"a":1}]}', 'data.items', /"data" has no "items"; it is a list of 1/, /list at "data"/],
  ['{"data":"x"}', 'data.items', /"data" is no list of rows: it is a text/, /Correct `rows`/],
  [
    '{"data":{"items":{"a":{"list":[]}}}}',
    'data.items',
    /"data.items" is no list of rows: it is an object with the key "a"/,
    /a list at "data.items.a.list"/,
  ],
  ['{}', 'data', /the JSON has no "data"; it is an object without keys/, /Correct `rows`/],
]

for (const [text, path, says, help] of elsewhere) {
  it(`what stands instead of the rows is named: ${text} by ${path}`, async () => {
    for (const split of [[1], [1 << 16]]) {
      const failure: unknown = await readJson(text, { format: 'json', rows: path.split('.') }, split).then(
        () => undefined,
        (error: unknown) => error,
      )
      assert.ok(failure instanceof Error && 'code' in failure && 'help' in failure, String(failure))
      assert.equal(failure.code, 'json/rows')
      assert.match(failure.message, says)
      assert.match(String(failure.help), help)
    }
  })
}

it('an object without `rows` names the lists that it has', async () => {
  const text = '{"meta":{"n":1},"data":{"items":[{"a":[1]}]},"included":[]}'
  await assert.rejects(readJson(text, 'json'), {
    code: 'json/syntax',
    message: /it is an object with the keys "meta", "data", "included"/,
    help: 'There are lists at "data.items", "included": name that of the rows, e.g. `rows: data.items`',
  })
  await assert.rejects(readJson('{"a":1}\n{"a":2}\n', 'json'), { help: /`ndjson:`/ })
  await assert.rejects(readJson('a,b\n1,2\n', 'json'), { help: /A CSV is read by `csv:`/ })
  await assert.rejects(readJson('12', 'json'), { message: /it is a number/ })
})

it('a path is keys with dots between them, quoted where they hold one', () => {
  assert.deepEqual(parseJsonPath('data.items'), ['data', 'items'])
  assert.deepEqual(parseJsonPath('"a.b".0."c\\"d"'), ['a.b', '0', 'c"d'])
  assert.deepEqual(parseJsonPath('über uns.$x'), ['über uns', '$x'])
  for (const bad of ['', '.', 'a.', '.a', 'a..b', 'a[0]', 'a[*].b', '"a', 'a "b"', '"a"b'])
    assert.equal(parseJsonPath(bad), undefined, bad)
  for (const path of ['data.items', '"a.b".0', '"x\\"y"'])
    assert.equal(showJsonPath(parseJsonPath(path) ?? []), path)
})
