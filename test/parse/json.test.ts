import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJson } from './read-json.ts'

test('NDJSON: columns are the union of the keys, numbers keep their text, nested values stay json', async () => {
  const text = '{"a":9007199254740993,"b":"x\\n\\u00e9"}\n\n {"c":{"d":[1,"}"]},"a":1.10, "b":null}\r\n'
  const { names, rows, lines } = await readJson(text, 'ndjson', [7])
  assert.deepEqual(names, ['a', 'b', 'c'])
  assert.deepEqual(
    rows.map((row) => [...row, null].slice(0, 3)),
    [
      ['9007199254740993', 'x\né', null],
      ['1.10', null, '{"d":[1,"}"]}'],
    ],
  )
  assert.deepEqual(lines, [1, 3])
})

test('NDJSON: a damaged line is rejected with its text, later ones are kept', async () => {
  const half = String.raw`{"a":[{"b":"\\ud83d\ude00\ud83d"}]}`
  const whole = String.raw`{"a":["\ud83d\ude00\\ud83d"]}`
  const text = `{"a":1}\n{"a":\n[1]\n{"a":1,"a":2}\n{"a":"\\ud800"}\n{"a":2}\n${half}\n${whole}`
  const { rows, rejects } = await readJson(text, 'ndjson')
  assert.deepEqual(rows, [['1'], ['2'], [whole.slice(5, -1)]])
  assert.deepEqual(
    rejects.map(({ line, rule, raw }) => [line, rule, raw]),
    [
      [2, 'json', '{"a":'],
      [3, 'json', '[1]'],
      [4, 'duplicate key', '{"a":1,"a":2}'],
      [5, 'encoding', '{"a":"\\ud800"}'],
      [7, 'encoding', half],
    ],
  )
})

for (const split of [[1], [5, 2], [1 << 16]]) {
  test(`JSON: an array is streamed in chunks of ${split.join(' and ')} bytes`, async () => {
    const text = '\n [ \n{"a":"]"},\n{"a":},\n{"a":true}\n]\n \n'
    const { rows, lines, rejects } = await readJson(text, 'json', split)
    assert.deepEqual(
      [rows, lines],
      [
        [[']'], ['true']],
        [3, 5],
      ],
    )
    assert.deepEqual(
      rejects.map(({ line, raw }) => [line, raw]),
      [[4, '{"a":}']],
    )
  })
}

test('JSON: what is no array, or is cut off, is refused', async () => {
  await assert.rejects(readJson('', 'json'), /the source is empty/)
  await assert.rejects(readJson('{"a":1}', 'json'), /the JSON is no list of rows/)
  await assert.rejects(readJson('[{"a":1},', 'json'), /cut off/)
  assert.deepEqual((await readJson('[]', 'json')).rows, [])
})

const noArrays: readonly (readonly [text: string, says: RegExp])[] = [
  ['[{"a":1}] <html>no</html>', /line 1: there is more after the end of the document/],
  ['[{"a":1}]\n\n[{"a":2}]', /line 3: there is more after the end of the document/],
  ['[]]', /there is more after the end/],
  ['[{"a":1},]', /line 1: there is no element where one must be/],
  ['[{"a":1},\n,{"a":2}]', /line 2: there is no element where one must be/],
  ['[,{"a":1}]', /there is no element where one must be/],
]

for (const [text, says] of noArrays) {
  test(`JSON: ${JSON.stringify(text)} is refused, whatever its chunks`, async () => {
    for (const split of [[1], [1 << 16]]) {
      await assert.rejects(readJson(text, 'json', split), { code: 'json/syntax', message: says })
    }
  })
}

test('lines that are a list of rows together are told to be read as `json:`, once', async () => {
  for (const [text, first] of [
    ['[{"a":1},{"a":2}]\n[3]\n', /^it is no object; a list of rows is read by `json:`$/],
    ['\n[\n{"a":1},\n]\n', /; a list of rows is read by `json:`$/],
  ] as const) {
    const { rejects } = await readJson(text, 'ndjson')
    assert.match(rejects[0]?.value ?? '', first)
    assert.doesNotMatch(rejects.at(-1)?.value ?? '', /read by/)
  }
})
