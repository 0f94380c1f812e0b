import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Column } from '../../src/dataset/column.ts'
import { openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { encodeCsv } from '../../src/dataset/encode/encode-csv.ts'
import { DatasetWriter } from '../../src/dataset/file-format/dataset-writer.ts'
import { FileSink } from '../../src/dataset/dataset-file.ts'
import { Profile } from '../../src/dataset/profile/profile.ts'
import { openCsv } from '../../src/parse/csv/open-csv.ts'
import { openJson } from '../../src/parse/json/open-json.ts'
import { chunks } from '../parse/read-csv.ts'
import { scratch } from './table-file.ts'

const dialect = { ragged: 'reject', delimiter: ',', quote: '"', header: true, encoding: 'utf-8' } as const
const refuse = (reject: unknown): never => assert.fail(JSON.stringify(reject))

async function profileOf(csv: string): Promise<Profile> {
  const records = await openCsv(chunks(Buffer.from(csv), [999]), dialect, refuse)
  const profile = new Profile(records.names)
  for await (const batch of records.batches) profile.add(batch)
  return profile
}

for (const [values, type] of [
  [['1', '-2', '9223372036854775807'], 'integer'],
  [['1', '9223372036854775808'], 'text'],
  [['00601', '1'], 'text'],
  [['007.1'], 'text'],
  [['1e5'], 'text'],
  [['12E4'], 'text'],
  [['1', 'NA'], 'text'],
  [['1.10', '2.50', '-0.05'], 'decimal'],
  [['-0.00'], 'text'],
  [['1234567890123456.78'], 'decimal'],
  [['1', '2.5', '3.25'], 'real'],
  [['1.0', '2.55'], 'text'],
  [['true', 'false'], 'boolean'],
  [['True'], 'text'],
  [['2024-02-29'], 'date'],
  [['2023-02-29'], 'text'],
  [['2024-01-01 10:00:00', '2024-01-02 10:00:00'], 'timestamp'],
  [['2024-01-01T10:00:00Z', '2024-01-02 10:00:00Z'], 'text'],
  [['2024-01-01T10:00:00+02:00'], 'text'],
  [['""', '1'], 'text'],
] as const) {
  test(`${values.join(' ')} is ${type}`, async () => {
    const profile = await profileOf(`x,y\n${values.map((value) => `${value},`).join('\n')}\n`)
    assert.equal(profile.columns()[0]?.type, type)
  })
}

test('the proof names the row that decided', async () => {
  const profile = await profileOf('zip,n\n1,2\n00601,3\n')
  const [zip, ...others] = profile.proof()
  assert.equal(zip?.because, 'line 3: "00601" has a leading zero, which a number would lose')
  assert.deepEqual(others, [])
  assert.deepEqual(profile.columns([{ name: 'zip', type: 'integer' }])[0], { name: 'zip', type: 'integer' })
})

for (const [values, told] of [
  [['Müller', '1'], undefined],
  [['1', 'Müller'], 'line 3: "Müller" is no number'],
  [['00601'], 'line 2: "00601" has a leading zero, which a number would lose'],
  [['"12,50"'], 'line 2: "12,50" has a decimal comma; numbers have a point (or say `decimal: ","`)'],
  [
    ['"1,250,000.00"'],
    'line 2: "1,250,000.00" has commas between its thousands, which no number has (or say `thousands: ","`)',
  ],
  [['1.0', '2.55'], 'line 3: "2.55" has another number of decimals than the values before it'],
  [['29.03.2026'], 'line 2: "29.03.2026" is a date not written like 2026-03-29 (or say its `format`)'],
  [['2024-01-01', '2023-02-29'], 'line 3: "2023-02-29" is no date of the calendar'],
  [['2024-01-01', 'soon'], 'line 3: "soon" is no date or time'],
  [['true', 'maybe'], 'line 3: "maybe" is neither true nor false'],
  [['True'], 'line 2: "True" is not written true or false'],
  [['9223372036854775808'], 'line 2: "9223372036854775808" has more digits than an integer of 64 bits'],
  [['', ''], 'it has no value'],
  [['1', '2'], undefined],
] as const) {
  test(`${values.join(' ')} is proven by ${told ?? 'nothing'}`, async () => {
    const profile = await profileOf(`x,y\n${values.map((value) => `${value},1`).join('\n')}\n`)
    assert.equal(profile.proof()[0]?.because, told)
  })
}

for (const [says, rows, types] of [
  ['alone is a decimal', ['1.250,x', '2.500,y'], ['decimal', 'text']],
  ['beside a decimal comma is text', ['1.250,"12,50"', '2.500,"3,99"'], ['text', 'text']],
  ['with integers, beside a decimal comma, is text', ['1.125,"12,50"', '3,"3,99"'], ['text', 'text']],
  ['beside many thousands is text', ['1.250,1.250.000', '2.500,3'], ['text', 'text']],
  ['beside what has a comma as often as not is a decimal', ['1.250,"12,50"', '2.500,a'], ['decimal', 'text']],
  ['beside thousands with commas is a decimal', ['1.250,"1,250"', '2.500,"3,999"'], ['decimal', 'text']],
  ['and what is less than one is a decimal', ['1.250,"12,50"', '0.500,"3,99"'], ['decimal', 'text']],
  [
    'and a thousand without its point is no thousand',
    ['1250.125,"12,50"', '1.500,"3,99"'],
    ['decimal', 'text'],
  ],
] as const) {
  test(`a number with a point before three digits ${says}`, async () => {
    const profile = await profileOf(`x,y\n${rows.join('\n')}\n`)
    assert.deepEqual(
      profile.columns().map(({ type }) => type),
      types,
    )
    const [told] = profile.evidence()
    assert.equal(told?.isEither, types[0] === 'text' ? true : undefined)
    if (types[0] !== 'text') return
    assert.match(
      profile.proof()[0]?.because ?? '',
      /^line 2: "1\.\d+" fits as a decimal and, beside the ".*" of "y", with `thousands: "\."`/,
    )
  })
}

test('columns that come late in JSON are profiled too', async () => {
  const text = '{"a":1.5}\n{"a":2,"b":"2024-01-01"}\n{"c":true,"d":"1"}\n{"d":1,"e":{}}'
  const records = await openJson(chunks(Buffer.from(text), [10]), { format: 'ndjson' }, refuse)
  const profile = new Profile(records.names)
  for await (const batch of records.batches) profile.add(batch)
  assert.deepEqual(
    profile.columns().map((column) => column.type),
    ['real', 'date', 'boolean', 'json', 'json'],
  )
})

for (const [values, told] of [
  [['"1.50"', '"2.50"'], 'line 1: "1.50" stands in quotes, which makes it a text in JSON (or say its type)'],
  [['"10115"'], 'line 1: "10115" stands in quotes, which makes it a text in JSON (or say its type)'],
  [['"true"'], 'line 1: "true" stands in quotes, which makes it a text in JSON (or say its type)'],
  [['"2026-01-02"', '"12"'], 'line 2: "12" is no date or time'],
  [['"31.12.2026"'], 'line 1: "31.12.2026" is a date not written like 2026-03-29 (or say its `format`)'],
] as const) {
  test(`of JSON ${values.join(' ')} is proven to be text by its quotes, or by what it is`, async () => {
    const source = Buffer.from(values.map((each) => `{"x":${each}}\n`).join(''))
    const records = await openJson(chunks(source, [999]), { format: 'ndjson' }, refuse)
    const profile = new Profile(records.names)
    for await (const batch of records.batches) profile.add(batch)
    assert.equal(profile.columns()[0]?.type, 'text')
    assert.equal(profile.proof()[0]?.because, told)
  })
}

const digits = fc.stringMatching(/^-?\d{1,19}(\.\d{1,4})?$/)
const value = fc.oneof(
  digits,
  fc.double({ noNaN: true }).map(String),
  fc.integer().map((cents) => (cents / 100).toFixed(2)),
  fc
    .date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') })
    .map((at) => at.toISOString()),
  fc.constantFrom('true', 'false', '2024-02-29', '00601', 'NA', '1e5', '0', '-0', '.5', ' 1'),
)
const column = fc.oneof(
  fc.array(value, { minLength: 1, maxLength: 8 }),
  value.map((same) => [same, same]),
)

test('whatever is inferred, every text comes back as it was', async () => {
  using folder = scratch()
  const path = folder.path('a.sqlite')
  await fc.assert(
    fc.asyncProperty(column, async (values) => {
      const csv = `x,y\n${values.map((text) => `${text},`).join('\n')}\n`
      const columns: readonly Column[] = (await profileOf(csv)).columns()
      const sink = new FileSink(path)
      const writer = new DatasetWriter(sink, { table: 't', columns })
      const records = await openCsv(chunks(Buffer.from(csv), [999]), dialect, refuse)
      for await (const batch of records.batches) writer.write(batch, refuse)
      writer.finish()
      sink.close()
      using file = openDatasetFile(path)
      assert.equal(Buffer.concat([...encodeCsv(file)]).toString(), csv)
    }),
    { numRuns: 800, seed: 5 },
  )
})
