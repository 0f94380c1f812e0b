import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldKind, fieldText } from '../../src/dataset/batch.ts'
import { openJson } from '../../src/parse/json/open-json.ts'
import { chunks } from './collect.ts'

/** Numbers from 0 up to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

const scalars = [
  '0', '-0', '1.50', '-12e3', '1E+2', '9007199254740993', '01', '1.', '.5', '-', '+1', '1e', 'NaN', 'true', 'tru',
  'false', 'null', 'nul', '""', '"a b"', '"\\u00e9\\n"', '"\\ud83d\\ude00"', '"\\ud800"', '"\\udc00x"', '"\\x"', '"\\u12g4"',
  '"é😀"', '"\t"', '"\\/\\"\\\\"', "'a'", '"', '[', '}', '',
] // prettier-ignore
const keys = ['"a"', '"b"', '"c"', '"é"', '"\\u0061"', '""', '"__proto__"', '"a b"', 'a', '"a', '"\\n"']

function textOf(next: () => number, depth: number): string {
  const pick = (from: readonly string[]): string => from[Math.floor(next() * next() * from.length)] ?? ''
  const space = (): string => (next() < 0.1 ? pick([' ', '\t', '\r', '  ', '\u00a0', '\v']) || ' ' : '')
  const roll = next()
  if (depth > 3 || roll < 0.5) return pick(scalars)
  const items = Array.from({ length: Math.floor(next() * 4) }, () => {
    const value = `${space()}${textOf(next, depth + 1)}${space()}`
    return roll < 0.75 ? `${pick(keys)}${space()}${next() < 0.02 ? ';' : ':'}${value}` : value
  })
  const inner = items.join(next() < 0.03 ? ',,' : ',') + (next() < 0.03 ? ',' : '')
  return roll < 0.75 ? `{${space()}${inner}}` : `[${inner}${next() < 0.03 ? '}' : ']'}`
}

function recordOf(next: () => number): string {
  const fields = Array.from({ length: Math.floor(next() * 4) }, (_, index) => {
    const key = next() < 0.8 ? `"k${index}"` : keys[Math.floor(next() * keys.length)]
    return `${key}:${textOf(next, 1)}`
  })
  const text = `{${fields.join(',')}}`
  if (next() < 0.9) return text
  const at = Math.floor(next() * text.length)
  return next() < 0.5 ? text.slice(0, at) : `${text.slice(0, at)}${text.slice(at + 1)}`
}

/** Also those that `JSON.parse` lets go, for a key that comes twice. */
function hasHalves(line: string): boolean {
  return Array.from(line.matchAll(/"(?:[^"\\]|\\.)*"/gu), ([text]) => String(JSON.parse(text))).some(
    (text) => !text.isWellFormed(),
  )
}

/** What `JSON.parse` makes of a line: an object without repeated keys or halves of surrogate pairs, or nothing. */
function oracle(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const entries = Object.entries(value)
    if (hasHalves(line)) return undefined
    const repeats = topLevelKeys(line)
    return new Set(repeats).size === repeats.length ? Object.fromEntries(entries) : undefined
  } catch {
    return undefined
  }
}

/** The keys of a sound object, repeated ones too: `JSON.parse` visits the source of each with a reviver only once. */
function topLevelKeys(line: string): string[] {
  const found: string[] = []
  let depth = 0
  for (const [token, inner] of line.matchAll(/"((?:[^"\\]|\\.)*)"(?=\s*:)|"(?:[^"\\]|\\.)*"|[[\]{}]/gu)) {
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    else if (depth === 1 && inner !== undefined) found.push(String(JSON.parse(`"${inner}"`)))
  }
  return found
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

async function accepted(
  text: string,
  format: 'json' | 'ndjson',
  sizes: readonly number[],
  path: readonly string[] = [],
) {
  const rows = new Map<number, Record<string, unknown>>()
  let rejected = 0
  const records = await openJson(chunks(Buffer.from(text), sizes), { format, rows: path }, () => rejected++)
  for await (const batch of records.batches) {
    for (let row = 0; row < batch.rows; row++) {
      const values: [string, unknown][] = []
      for (let column = 0; column < batch.columns; column++) {
        const kind = batch.kind[row * batch.columns + column]
        const field = fieldText(batch, row, column)
        if (field !== null)
          values.push([
            records.names[column] ?? '',
            kind === fieldKind.string ? field : (JSON.parse(field) as unknown),
          ])
      }
      rows.set(batch.line?.[row] ?? 0, Object.fromEntries(values))
    }
  }
  return { rows, rejected }
}

function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null))
}

for (let seed = 1; seed <= 6; seed++) {
  test(`a line is a row exactly when JSON.parse makes one of it, with the same values (seed ${seed})`, async () => {
    const next = seeded(seed)
    const lines = Array.from({ length: 4000 }, () => recordOf(next))
    const read = await accepted(lines.join('\n'), 'ndjson', [1 + Math.floor(next() * 5000)])
    for (const [index, line] of lines.entries()) {
      const wanted = oracle(line)
      const got = read.rows.get(index + 1)
      assert.equal(got !== undefined, wanted !== undefined, `line ${index + 1}: ${line}`)
      if (wanted !== undefined && got !== undefined) assert.deepEqual(got, withoutNulls(wanted), line)
    }
    assert.equal(read.rows.size + read.rejected, lines.filter((line) => /[^ \t\r\n]/.test(line)).length)
  })

  test(`the same holds for the elements of a list (seed ${seed})`, async () => {
    const next = seeded(1000 + seed)
    const lines = Array.from({ length: 2000 }, () => recordOf(next)).filter(
      (line) => oracle(line) !== undefined,
    )
    const read = await accepted(`[${lines.join(',\n')}]`, 'json', [1 + Math.floor(next() * 5000)])
    assert.deepEqual(
      [...read.rows.keys()],
      [...lines.keys()].map((index) => index + 1),
    )
    for (const [index, line] of lines.entries())
      assert.deepEqual(read.rows.get(index + 1), withoutNulls(oracle(line) ?? {}), line)
  })
}

test('what stands around the rows is sound exactly when JSON.parse says so', async () => {
  const next = seeded(77)
  const seen = { sound: 0, damaged: 0 }
  for (let i = 0; i < 1500; i++) {
    const text = `{"x":${textOf(next, 2)},"rows":[{"id":1}],"y":${textOf(next, 1)}}`
    const read = accepted(text, 'json', [1 + Math.floor(next() * 40)], ['rows']).then(
      ({ rows }) => rows.size,
      () => 'damaged',
    )
    const sound = isJson(text)
    assert.equal(await read, sound ? 1 : 'damaged', text)
    seen[sound ? 'sound' : 'damaged']++
  }
  assert.ok(seen.sound > 200 && seen.damaged > 200, JSON.stringify(seen))
})

test('bytes that are no UTF-8 reject their own record and no other', async () => {
  const [good, bad] = [Buffer.from('{"a":"é"}\n'), Buffer.from('{"a":"\xe9"}\n', 'latin1')]
  const text = Buffer.concat([good, bad, good, Buffer.from('{"a":"\xed\xa0\x80"}', 'latin1')])
  for (const size of [1, 3, 1 << 16]) {
    const rejects: string[] = []
    const records = await openJson(chunks(text, [size]), { format: 'ndjson' }, ({ line, rule }) =>
      rejects.push(`${line} ${rule}`),
    )
    let rows = 0
    for await (const batch of records.batches) rows += batch.rows
    assert.equal(rows, 2)
    assert.deepEqual(rejects, ['2 encoding', '4 encoding'])
  }
})

test('a value nested too deep is rejected, one just less deep is not', async () => {
  const deep = (levels: number): string => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`
  const read = await accepted(`${deep(1000)}\n${deep(1001)}\n${deep(100_000)}`, 'ndjson', [1 << 16])
  assert.deepEqual([[...read.rows.keys()], read.rejected], [[1], 2])
})
