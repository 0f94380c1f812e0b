import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { JsonSource } from '../../src/parse/json/open-json.ts'
import { readJson } from './read-json.ts'

const text = [
  '{"id":1,"address":{"city":"Oslo","geo":{"lat":1.50,"lon":-2}},"tags":["a",{"b":1}],"gone":null}',
  '{"id":2,"address":null,"tags":[]}',
  '{"address":{},"id":3,"late":{"x":"\\u00e9"}}',
].join('\n')

/** The rows as objects without their nulls. */
async function rowsOf(source: string, flatten: JsonSource['flatten'], more: Partial<JsonSource> = {}) {
  const read = await readJson(
    source,
    { format: 'ndjson', ...(flatten === undefined ? {} : { flatten }), ...more },
    [7],
  )
  return {
    ...read,
    objects: read.rows.map((row) =>
      Object.fromEntries(row.flatMap((value, i) => (value === null ? [] : [[read.names[i] ?? '', value]]))),
    ),
  }
}

describe('flatten', () => {
  it('makes columns of nested objects, however deep; lists stay json', async () => {
    const { names, objects } = await rowsOf(text, 100)
    assert.deepEqual(names, [
      'id',
      'address_city',
      'address_geo_lat',
      'address_geo_lon',
      'tags',
      'late_x',
      'gone',
    ])
    assert.deepEqual(objects, [
      {
        id: '1',
        address_city: 'Oslo',
        address_geo_lat: '1.50',
        address_geo_lon: '-2',
        tags: '["a",{"b":1}]',
      },
      { id: '2', tags: '[]' },
      { id: '3', late_x: 'é' },
    ])
  })

  it('stops at its depth', async () => {
    const { objects } = await rowsOf(text, 1)
    assert.deepEqual(objects[0], {
      id: '1',
      address_city: 'Oslo',
      address_geo: '{"lat":1.50,"lon":-2}',
      tags: '["a",{"b":1}]',
    })
  })

  it('by paths picks columns and names them, within lists too', async () => {
    const paths = new Map([
      ['city', ['address', 'city']],
      ['geo', ['address', 'geo']],
      ['lat', ['address', 'geo', 'lat']],
      ['first', ['tags', '0']],
      ['b', ['tags', '1', 'b']],
    ])
    const { names, objects } = await rowsOf(text, paths)
    assert.deepEqual(names, ['city', 'geo', 'lat', 'first', 'b'])
    assert.deepEqual(objects, [
      { city: 'Oslo', geo: '{"lat":1.50,"lon":-2}', lat: '1.50', first: 'a', b: '1' },
      {},
      {},
    ])
  })

  it('by places takes rows that are lists', async () => {
    const paths = new Map([
      ['id', ['0']],
      ['name', ['1']],
    ])
    const { objects, rejects } = await rowsOf('[1,"a"]\n[2,null,3]\n{"0":4}\n5', paths)
    assert.deepEqual(objects, [{ id: '1', name: 'a' }, { id: '2' }, { id: '4' }])
    assert.deepEqual(
      rejects.map(({ line, rule }) => [line, rule]),
      [[4, 'json']],
    )
  })

  it('that would give two keys one column is a failure', async () => {
    for (const source of ['{"a_b":1,"a":{"b":2}}', '{"a_b":1}\n{"a":{"b":2}}'])
      await assert.rejects(rowsOf(source, 100), { code: 'json/collision', message: /the column "a_b"/ })
  })

  it('sees a key that stands twice within a nested object', async () => {
    const { rejects } = await rowsOf('{"a":{"b":1,"b":2}}\n{"a":{"b":1},"c":{"b":2}}', 100)
    assert.deepEqual(
      rejects.map(({ line, rule, value }) => [line, rule, value]),
      [[1, 'duplicate key', 'b']],
    )
  })

  it('an object in one row and a plain value in another are two columns', async () => {
    const { objects } = await rowsOf('{"a":1}\n{"a":{"b":2}}\n{"a":null}', 100)
    assert.deepEqual(objects, [{ a: '1' }, { a_b: '2' }, {}])
  })
})

describe('many keys', () => {
  it('declared columns come first and in their order, others behind', async () => {
    const { names, objects } = await rowsOf('{"c":1,"a":2}\n{"b":3}', undefined, { columns: ['a', 'b'] })
    assert.deepEqual(names, ['a', 'b', 'c'])
    assert.deepEqual(objects, [{ c: '1', a: '2' }, { b: '3' }])
  })

  it('that come late do not move what came before', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => (i % 1000 < 999 ? `{"a":${i}}` : wide(i)))
    const { objects } = await rowsOf(lines.join('\n'), undefined)
    assert.equal(objects.length, 5000)
    assert.deepEqual(objects[998], { a: '998' })
    assert.deepEqual(objects[4998], { a: '4998' })
    for (const i of [999, 4999])
      assert.deepEqual(objects[i], JSON.parse(wide(i).replaceAll(/:(\d+)/gu, ':"$1"')))
  })

  it('past what a table can have are a failure, unless columns are declared', async () => {
    const line = `{${Array.from({ length: 2001 }, (_, i) => `"k${i}":1`).join(',')},"id":7}`
    await assert.rejects(rowsOf(line, undefined), {
      code: 'json/columns',
      message: /more than 2,000 different keys/,
    })
    const { objects } = await rowsOf(line, undefined, { columns: ['id'] })
    assert.equal(objects[0]?.['id'], '7')
  })

  it('that are data are told apart without being kept', async () => {
    const keys = Array.from({ length: 12_000 }, (_, i) => `"k${i}":1`).join(',')
    const source = `{"id":1,${keys}}\n{"id":2,${keys},"k11999":2}`
    const { objects, rejects } = await rowsOf(source, undefined, { columns: ['id'] })
    assert.deepEqual([objects.length, objects[0]?.['id']], [1, '1'])
    assert.deepEqual(
      rejects.map(({ line, rule, value }) => [line, rule, value]),
      [[2, 'duplicate key', 'k11999']],
    )
  })
})

function wide(i: number): string {
  return `{${Array.from({ length: 300 }, (_, k) => `"w${i}_${k}":${k}`).join(',')}}`
}

it('a document of one line and many elements is read in a time that grows with its size', async () => {
  const element = '{"a":1,"b":[{"c":"text"}]}'
  const read = await readJson(`[${Array.from({ length: 50_000 }, () => element).join(',')}]`, 'json')
  assert.deepEqual([read.rows.length, read.lines.at(-1)], [50_000, 1])
})

it('a record larger than the window is read', async () => {
  const long = 'x'.repeat(3 << 20)
  for (const format of ['json', 'ndjson'] as const) {
    const [open, between, close] = format === 'json' ? ['[', ',\n', ']'] : ['', '\n', '']
    const source = `${open}{"a":"${long}\\n"}${between}{"a":"y"}${close}`
    const { rows } = await readJson(source, format, [1 << 18])
    assert.deepEqual(
      rows.map(([value]) => value?.length),
      [long.length + 1, 1],
    )
  }
})
