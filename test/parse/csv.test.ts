import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { readCsv } from './read-csv.ts'

test('rows are read whatever their line breaks, and know their lines', async () => {
  const { names, rows, lines } = await readCsv('a,b\r\n1,"x\r\ny"\n2,\r3,""\n\n4,z')
  assert.deepEqual(names, ['a', 'b'])
  assert.deepEqual(rows, [
    ['1', 'x\r\ny'],
    ['2', null],
    ['3', ''],
    ['4', 'z'],
  ])
  assert.deepEqual(lines, [2, 4, 5, 7])
})

test('a byte-order mark is no part of the first name', async () => {
  assert.deepEqual((await readCsv('\uFEFFa,b\n1,2\n')).names, ['a', 'b'])
})

for (const [encoding, bytes] of [
  ['utf-16le', Buffer.from('\uFEFFa;é\n1;ß\n', 'utf16le')],
  ['utf-16be', Buffer.from('\uFEFFa;é\n1;ß\n', 'utf16le').swap16()],
  ['windows-1252', Buffer.from('a;\xe9\n1;\xdf\n', 'latin1')],
] as const) {
  test(`${encoding} is sniffed and read`, async () => {
    const { names, rows, notes } = await readCsv(bytes, {}, [3])
    assert.deepEqual([names, rows], [['a', 'é'], [['1', 'ß']]])
    assert.match(notes.join('\n'), new RegExp(`^${encoding}`))
  })
}

test('bytes that are no UTF-8 reject their row and no other', async () => {
  const bytes = Buffer.concat([Buffer.from('a,b\n1,é\n2,'), Buffer.from([0xff]), Buffer.from('\n3,ü\n')])
  const { rows, rejects } = await readCsv(bytes)
  assert.deepEqual(rows, [
    ['1', 'é'],
    ['3', 'ü'],
  ])
  assert.deepEqual(rejects, [
    { line: 3, byte: 9, column: null, rule: 'encoding', value: 'bytes that are no UTF-8', raw: '2,\\xff' },
  ])
})

for (const encoding of ['utf-8', 'utf-16le', 'windows-1252'] as const) {
  test(`the byte of a rejected row is one of the source as it was, in ${encoding} too`, async () => {
    const text = `a,b\n${'ö,🌊\n'.repeat(20_000)}`.replaceAll('🌊', encoding === 'windows-1252' ? 'ä' : '🌊')
    const encode = (part: string) =>
      Buffer.from(part, encoding === 'utf-8' ? 'utf8' : encoding === 'utf-16le' ? 'utf16le' : 'latin1')
    const { rejects } = await readCsv(encode(`${text}bad\n1,2\n`), { encoding }, [50_000])
    assert.deepEqual(
      rejects.map(({ line, byte, raw }) => [line, byte, raw]),
      [[20_002, encode(text).length, 'bad']],
    )
  })
}

test('a damaged row is rejected with its line and text, and the next one is kept', async () => {
  const { rows, rejects } = await readCsv('a,b\n1,"x"y\n2,z"\n3,ok\n4,"open\n5,fine\n')
  assert.deepEqual(rows, [
    ['3', 'ok'],
    ['5', 'fine'],
  ])
  assert.deepEqual(
    rejects.map(({ line, raw }) => [line, raw]),
    [
      [2, '1,"x"y'],
      [3, '2,z"'],
      [5, '4,"open'],
    ],
  )
})

test('ragged rows are rejected, padded or fatal, as asked', async () => {
  const text = 'a,b\n1\n2,3,4\n5,6\n'
  const rejected = await readCsv(text, { delimiter: ',' })
  assert.deepEqual(
    rejected.rejects.map(({ line, value }) => [line, value]),
    [
      [2, '1 field instead of 2'],
      [3, '3 fields instead of 2'],
    ],
  )
  const padded = await readCsv(text, { delimiter: ',', ragged: 'pad' })
  assert.deepEqual(padded.rows, [
    ['1', null],
    ['5', '6'],
  ])
  await assert.rejects(
    readCsv(text, { delimiter: ',', ragged: 'fail' }),
    /line 2 has 1 field instead of 2 \(byte 4\)/,
  )
})

test('a header with duplicate names is refused, naming them', async () => {
  await assert.rejects(readCsv('a,b,a,\n1,2,3,4\n'), /columns 1, 3 are all named "a"/)
})

test('a column without a name is called by its place, and that is said', async () => {
  const { names, notes } = await readCsv(',a,b,\n1,2,3,4\n')
  assert.deepEqual(names, ['column1', 'a', 'b', 'column4'])
  assert.match(notes.join(), /column 4 has no name, so it is called column4/)
  await assert.rejects(readCsv('column2,\n1,2\n'), /columns 1, 2 are all named "column2"/)
  await assert.rejects(readCsv('a,,,\n1,2,3,4\n'), /3 of its 4 columns have no name/)
})

test('an empty source is refused; one with a header only has no rows', async () => {
  await assert.rejects(readCsv(''), /the source is empty/)
  assert.deepEqual((await readCsv('a,b')).rows, [])
})

test('the keys of the dialect are obeyed', async () => {
  const text = "junk\n#c\nx|'a\\'b'|NA\n1|'NA'|\n"
  const dialect = {
    delimiter: '|',
    quote: "'",
    escape: '\\',
    comment: '#',
    skipLines: 1,
    header: false,
    null: ['NA'],
  }
  const { names, rows } = await readCsv(text, dialect)
  assert.deepEqual(names, ['column1', 'column2', 'column3'])
  assert.deepEqual(rows, [
    ['x', "a'b", null],
    ['1', 'NA', ''],
  ])
  assert.deepEqual((await readCsv('a,b\nc,d\n1,2\n', { header: 2 })).names, ['a c', 'b d'])
  await assert.rejects(readCsv('a', { delimiter: '"' }), /must be different characters/)
})

test('delimiter and header are sniffed, and said', async () => {
  for (const delimiter of [',', ';', '\t', '|']) {
    const { names, notes } = await readCsv(`a${delimiter}"b,;|c"\n1${delimiter}2,5\n`)
    assert.deepEqual(names, ['a', 'b,;|c'])
    assert.match(notes.join(', '), /^utf-8, (comma|semicolon|tab|vertical bar), header in the first row$/)
  }
  assert.deepEqual((await readCsv('1,2\n3,4\n')).names, ['column1', 'column2'])
})

test('a field that is longer than any buffer is read whole', async () => {
  const long = 'é'.repeat(3_000_000)
  const { rows } = await readCsv(`a,b\n1,"${long}"\n2,x\n`, {}, [60_000])
  assert.deepEqual([rows[0]?.[1] === long, rows[1]], [true, ['2', 'x']])
})

const piece = fc.constantFrom('a', 'é', '🌊', ' ', '1', '', '""', ',', '\n', '\r\n', '\r', "'", '\t')
const field = fc.oneof(
  fc.array(piece, { maxLength: 6 }).map((pieces) => `"${pieces.join('')}"`),
  fc.constantFrom('a', 'bé', '', '12', ' x ', '🌊'),
)
const record = fc.array(field, { minLength: 3, maxLength: 3 }).map((fields) => fields.join(','))
const ending = fc.constantFrom('\n', '\r\n', '\r')
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })

test('it reads what csv-parse reads, whatever the chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 30 }),
      ending,
      sizes,
      async (records, end, split) => {
        const text = `x,y,z${end}${records.join(end)}${end}`
        const theirs = parse(text, { from_line: 1, record_delimiter: end, encoding: 'utf8' })
        const ours = await readCsv(text, { delimiter: ',', quote: '"', header: true, null: [] }, split)
        assert.deepEqual(ours.rejects, [])
        assert.deepEqual([ours.names, ...ours.rows], theirs)
      },
    ),
    { numRuns: 1500, seed: 11 },
  )
})

test('any bytes at all are rows or rejects, never an endless loop', async () => {
  const bytes = fc.array(fc.constantFrom(...Buffer.from('a1",\n\r\\#\xff', 'latin1')), { maxLength: 80 })
  await fc.assert(
    fc.asyncProperty(bytes, sizes, async (some, split) => {
      const source = Buffer.concat([Buffer.from('x,y\n'), Uint8Array.from(some)])
      const dialect = { delimiter: ',', quote: '"', header: true, skipLines: 0, encoding: 'utf-8' } as const
      const whole = await readCsv(source, dialect)
      assert.deepEqual(await readCsv(source, dialect, split), whole)
    }),
    { numRuns: 1500, seed: 12 },
  )
})
