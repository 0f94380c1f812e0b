import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CsvDialect } from '../../src/parse/csv/csv-dialect.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import { readCsv } from './read-csv.ts'

const dialects: fc.Arbitrary<CsvDialect> = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    quote: fc.constantFrom('"', "'", ''),
    backslash: fc.boolean(),
    comment: fc.constantFrom('', '#'),
    header: fc.constantFrom(true, false, 1, 2, 3),
    skipLines: fc.integer({ min: 0, max: 2 }),
    null: fc.constantFrom([''], ['NA', ''], ['NA', 'a'], []),
    ragged: fc.constantFrom('reject', 'reject', 'pad', 'pad', 'fail'),
  })
  .map(({ backslash, ...dialect }) => ({
    ...dialect,
    escape: backslash ? '\\' : dialect.quote,
    encoding: 'utf-8',
  }))

const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 })
const lineBreak = fc.constantFrom('\n', '\r\n', '\r')

/** Pieces that hold everything a dialect acts on. */
function pieces({ delimiter = '', quote = '', comment = '' }: CsvDialect): fc.Arbitrary<string> {
  const marks = [delimiter, quote, quote, comment, '\\', `\\${quote}`, `${quote}${quote}`]
  const texts = ['a', 'é', '🌊', 'NA', ' ', '1', '\n', '\r\n', '\r', delimiter, delimiter]
  return fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom(...marks, ...texts) },
    { weight: 1, arbitrary: fc.constantFrom('\xff', '\xfe') },
  )
}

function fields(dialect: CsvDialect): fc.Arbitrary<string> {
  const { quote = '' } = dialect
  const inside = fc.array(pieces(dialect), { maxLength: 5 }).map((each) => {
    const text = each.join('').replaceAll('\\', '')
    return quote === '' ? 'b' : `${quote}${text.replaceAll(quote, `${dialect.escape ?? ''}${quote}`)}${quote}`
  })
  return fc.oneof(inside, fc.constantFrom('', 'a', 'NA', ' x', 'é', '12'))
}

/** Records as a careful program writes them, now and then with a field too few, one too many, or a line of noise. */
function careful(dialect: CsvDialect): fc.Arbitrary<string> {
  const width = fc.constantFrom(3, 3, 3, 3, 3, 3, 2, 4)
  const row = width.chain((count) =>
    fc
      .array(fields(dialect), { minLength: count, maxLength: count })
      .map((each) => each.join(dialect.delimiter)),
  )
  const line = fc.oneof(
    { weight: 12, arbitrary: row },
    { weight: 1, arbitrary: fc.constantFrom('', '#a', `${dialect.comment ?? ''}b${dialect.quote ?? ''}`) },
    { weight: 1, arbitrary: noise(dialect, 6) },
  )
  return fc.array(fc.tuple(line, lineBreak), { maxLength: 14 }).map((lines) => lines.flat().join(''))
}

function noise(dialect: CsvDialect, most: number): fc.Arbitrary<string> {
  return fc.array(pieces(dialect), { maxLength: most }).map((each) => each.join(''))
}

/** What stands above the rows. */
function top({ delimiter = '', header = false, skipLines = 0 }: CsvDialect): string {
  const names = Array.from({ length: Number(header) }, (_, index) => [`x${index}`, `y${index}`, `z${index}`])
  return `${'no"te\n'.repeat(skipLines)}${names.map((row) => `${row.join(delimiter)}\n`).join('')}`
}

/** Bytes past ASCII that stand alone are no UTF-8. */
function bytesOf(text: string): Buffer {
  return Buffer.concat(
    Array.from(text, (each) => Buffer.from(each, each === '\xff' || each === '\xfe' ? 'latin1' : 'utf8')),
  )
}

async function outcome(source: Buffer, dialect: CsvDialect, split: readonly number[]): Promise<unknown> {
  try {
    const { names, rows, lines, rejects } = await readCsv(source, dialect, split)
    return { names, rows, lines, rejects }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { code: error.code, message: error.message }
  }
}

for (const [title, sources] of [
  ['records that are mostly well written', careful],
  ['noise', (dialect: CsvDialect) => noise(dialect, 60)],
] as const) {
  test(`both parsers make the same rows, rejects and lines of ${title}, whatever dialect and chunks`, async () => {
    const cases = dialects.chain((dialect) => fc.tuple(fc.constant(dialect), sources(dialect)))
    await fc.assert(
      fc.asyncProperty(cases, sizes, sizes, async ([dialect, text], split, other) => {
        const source = bytesOf(`${top(dialect)}${text}`)
        const fast = await outcome(source, dialect, split)
        assert.deepEqual(await outcome(source, { ...dialect, tolerant: true }, other), fast)
      }),
      { numRuns: 1500, seed: 21 },
    )
  })
}

test('every row that csv-parse reads, or cannot, is accounted for when stray quotes are kept', async () => {
  const dialect = { delimiter: ',', quote: '"', header: true, skipLines: 0, encoding: 'utf-8' } as const
  const lines = fc.array(fc.constantFrom('1,"a",2', '1,a"b,2', '1,"a"b,2', '"1,2,3', '1,2,3'), {
    maxLength: 20,
  })
  await fc.assert(
    fc.asyncProperty(lines, sizes, async (some, split) => {
      const kept = await readCsv(`x,y,z\n${some.join('\n')}\n`, { ...dialect, strayQuotes: 'keep' }, split)
      assert.equal(kept.rows.length + kept.rejects.length, some.length)
    }),
    { numRuns: 300, seed: 22 },
  )
})

test('marks of many characters, and of characters past ASCII, divide as single ones do', async () => {
  const dialect = { delimiter: '||', quote: '“', escape: '\\', comment: '//', null: ['NA'] }
  const text = 'a||b||c\r\n// “no||thing\r\n1|2||“x||\\“y\n\\z“||NA\r\n“NA“||||é\r\n“1“2||3||4\r\n5||6||7'
  const { names, rows, lines, rejects } = await readCsv(text, dialect, [7])
  assert.deepEqual(names, ['a', 'b', 'c'])
  assert.deepEqual(rows, [
    ['1|2', 'x||“y\n\\z', null],
    ['NA', '', 'é'],
    ['5', '6', '7'],
  ])
  assert.deepEqual(lines, [3, 5, 7])
  assert.deepEqual(
    rejects.map(({ line, byte, rule, raw }) => [line, byte, rule, raw]),
    [[6, Buffer.byteLength(text.slice(0, text.indexOf('“1“'))), 'quote', '“1“2||3||4']],
  )
})

test('stray quotes are kept as they stand when they are to be, but swallow no line', async () => {
  const text = 'a,b\n5" pipe,"x "y" z"\n"ok, ""so""",1\n1,"open\n2,"y" z\n3,4\n'
  const { rows, rejects } = await readCsv(text, { strayQuotes: 'keep' })
  assert.deepEqual(rows, [
    ['5" pipe', '"x "y" z"'],
    ['ok, "so"', '1'],
    ['2', '"y" z'],
    ['3', '4'],
  ])
  assert.deepEqual(
    rejects.map(({ line, raw }) => [line, raw]),
    [[4, '1,"open']],
  )
})

test('a quote that is never closed costs its line, not those up to the next quoted field', async () => {
  const text =
    'a,b,c\n1,"open,2\n3,c,3\n4,"x, ok",5\n6,"q\n"7","r, s",t\n8,"said\n1,2,3\nno "so" it",9\n10,,"end'
  const rejected = [
    [2, 'a quote that is never closed', '1,"open,2'],
    [5, 'a quote that is never closed', '6,"q'],
    [7, 'text after a closing quote on line 9', '8,"said\n1,2,3\nno "so" it",9'],
    [10, 'a quote that is never closed', '10,,"end'],
  ]
  for (const tolerant of [false, true]) {
    const { rows, rejects } = await readCsv(text, { tolerant }, [9])
    assert.deepEqual(rows, [
      ['3', 'c', '3'],
      ['4', 'x, ok', '5'],
      ['7', 'r, s', 't'],
    ])
    assert.deepEqual(
      rejects.map(({ line, value, raw }) => [line, value, raw]),
      rejected,
    )
  }
  const { rows } = await readCsv('a||b\n1||““open\n2||““x||y““\n', { delimiter: '||', quote: '““' })
  assert.deepEqual(rows, [['2', 'x||y']])
})

test('a long record is read whole by csv-parse too', async () => {
  const long = 'é\n'.repeat(100_000)
  const { rows, lines } = await readCsv(`a,b\n1,"${long}"\n2,x\n`, { tolerant: true }, [60_000])
  assert.deepEqual([rows[0]?.[1] === long, rows[1]], [true, ['2', 'x']])
  assert.deepEqual(lines, [2, 100_003])
})
