import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ColumnFormat, Rewrite } from '../../src/parse/format/column-format.ts'
import { rewriteNumber } from '../../src/parse/format/rewrite-number.ts'
import { rewriteTime } from '../../src/parse/format/rewrite-time.ts'
import { rewriteWords } from '../../src/parse/format/rewrite-words.ts'
import { formatFault } from '../../src/parse/format/time-tokens.ts'

/** What a text becomes, or why it does not fit. */
function rewritten(rewrite: Rewrite, text: string): string | number {
  const bytes = Buffer.alloc(400)
  const to = bytes.write(text)
  const stop = rewrite(bytes, 0, to, 200)
  assert.equal(bytes.toString('utf8', 0, to), text)
  return stop < 0 ? stop : bytes.toString('utf8', 200, stop)
}

const dates: readonly (readonly [format: string, text: string, becomes: string | -1])[] = [
  ['DD.MM.YYYY', '31.12.2024', '2024-12-31'],
  ['DD.MM.YYYY', '31.11.2024', -1],
  ['DD.MM.YYYY', '29.02.2023', -1],
  ['DD.MM.YYYY', '29.02.2024', '2024-02-29'],
  ['DD.MM.YYYY', '1.2.2024', -1],
  ['D.M.YYYY', '1.12.2024', '2024-12-01'],
  ['D.M.YYYY', '001.2.2024', -1],
  ['MM/DD/YY', '02/03/69', '1969-02-03'],
  ['MM/DD/YY', '02/03/68', '2068-02-03'],
  ['YYYYMMDD', '20240131', '2024-01-31'],
  ['YYYYMMDD', '2024013', -1],
  ['D MMM YYYY', '3 MAR 2024', '2024-03-03'],
  ['MMMM D, YYYY', 'September 3, 2024', '2024-09-03'],
  ['D[. ]MM[.]YYYY', '3. 04.2024', '2024-04-03'],
  ['YYYY年MM月DD日', '2024年01月31日', '2024-01-31'],
  ['DD.MM.YYYY', '31.12.2024 ', -1],
  ['DD.MM.YYYY', '', -1],
]

test('dates are read by their format, and no day that there is not', () => {
  for (const [format, text, becomes] of dates) {
    assert.equal(formatFault(format, 'date'), undefined, format)
    assert.equal(rewritten(rewriteTime(format, { date: true }), text), becomes, `${text} as ${format}`)
  }
})

const times: readonly (readonly [format: string, text: string, becomes: string | number, zone?: string])[] = [
  ['DD.MM.YYYY HH:mm', '31.12.2024 23:59', '2024-12-31T23:59:00'],
  ['DD.MM.YYYY HH:mm', '31.12.2024 24:00', -1],
  ['M/D/YYYY h:mm A', '1/2/2024 12:05 AM', '2024-01-02T00:05:00'],
  ['M/D/YYYY h:mm A', '1/2/2024 12:05 pm', '2024-01-02T12:05:00'],
  ['M/D/YYYY h:mm A', '1/2/2024 13:05 PM', -1],
  ['YYYY-MM-DDTHH:mm:ss.SSSSSS', '2024-01-02T03:04:05.123456', '2024-01-02T03:04:05.123456'],
  ['YYYY-MM-DDTHH:mm:ss.SSS', '2024-01-02T03:04:05.12', -1],
  ['DD.MM.YYYY HH:mm Z', '31.12.2024 23:59 +0100', '2024-12-31T23:59:00+0100'],
  ['DD.MM.YYYY', '31.12.2024', '2024-12-31T00:00:00'],
  ['DD.MM.YYYY HH:mm', '01.07.2024 12:00', '2024-07-01T12:00:00+02:00', 'Europe/Berlin'],
  ['DD.MM.YYYY HH:mm', '01.01.2024 12:00', '2024-01-01T12:00:00+01:00', 'Europe/Berlin'],
  ['DD.MM.YYYY HH:mm', '31.03.2024 02:30', -2, 'Europe/Berlin'],
  ['DD.MM.YYYY HH:mm', '31.03.2024 03:00', '2024-03-31T03:00:00+02:00', 'Europe/Berlin'],
  ['DD.MM.YYYY HH:mm', '27.10.2024 02:30', -3, 'Europe/Berlin'],
  ['DD.MM.YYYY HH:mm', '27.10.2024 03:00', '2024-10-27T03:00:00+01:00', 'Europe/Berlin'],
  ['DD.MM.YYYY HH:mm', '01.07.2024 12:00', '2024-07-01T12:00:00-02:30', 'America/St_Johns'],
  ['DD.MM.YYYY HH:mm', '01.07.2024 12:00', '2024-07-01T12:00:00+00:00', 'UTC'],
]

test('times are read by their format, in their zone, and no hour that its clock skips or shows twice', () => {
  for (const [format, text, becomes, zone] of times) {
    assert.equal(formatFault(format, 'timestamp'), undefined, format)
    const rewrite = rewriteTime(format, { date: false, ...(zone === undefined ? {} : { zone }) })
    assert.equal(rewritten(rewrite, text), becomes, `${text} as ${format}`)
  }
})

const numbers: readonly (readonly [ColumnFormat, text: string, becomes: string | -1])[] = [
  [{ decimal: ',' }, '1234,50', '1234.50'],
  [{ decimal: ',' }, '-0,5', '-0.5'],
  [{ decimal: ',' }, '1234.50', -1],
  [{ decimal: ',', thousands: '.' }, '1.234.567,89', '1234567.89'],
  [{ decimal: ',', thousands: '.' }, '1234567,89', '1234567.89'],
  [{ decimal: ',', thousands: '.' }, '12.34', -1],
  [{ decimal: ',', thousands: '.' }, '1.23', -1],
  [{ decimal: ',', thousands: '.' }, '1234.567', -1],
  [{ decimal: ',', thousands: '.' }, '1.234', '1234'],
  [{ decimal: ',', thousands: '.' }, '.234', -1],
  [{ decimal: ',', thousands: '.' }, '1.234.56,7', -1],
  [{ thousands: ',' }, '1,234.5', '1234.5'],
  [{ thousands: '\u00a0', decimal: ',' }, '12\u00a0345,6', '12345.6'],
  [{ thousands: '’' }, '1’000', '1000'],
  [{ decimal: ',' }, '1,2,3', -1],
  [{ decimal: ',' }, '', -1],
  [{ decimal: ',' }, '-', -1],
  [{ decimal: ',' }, '12 €', -1],
]

test('numbers are read with their marks, and groups of other sizes are none', () => {
  for (const [format, text, becomes] of numbers)
    assert.equal(rewritten(rewriteNumber(format), text), becomes, `${text} ${JSON.stringify(format)}`)
})

test('words are true or false as they are written, and others are none', () => {
  const both = rewriteWords({ true: ['ja', 'x'], false: ['nein', ''] })
  assert.deepEqual(
    ['ja', 'x', 'nein', '', 'Ja', 'true', 'nei', 'a long text that is no word'].map((text) =>
      rewritten(both, text),
    ),
    ['t', 't', 'f', 'f', -1, -1, -1, -1],
  )
  const one = rewriteWords({ true: ['x'] })
  assert.deepEqual(
    ['x', 'FALSE', '0', 'true', '1'].map((text) => rewritten(one, text)),
    ['t', 'f', 'f', -1, -1],
  )
})

test('a format that says no time, or says one twice, is told what is wrong with it', () => {
  for (const [format, type, says] of [
    ['dd.MM.yyyy', 'date', /"dd" is no part of a format/],
    ['DD.MM', 'date', /it has no year/],
    ['DD.MM.YYYY YY', 'date', /it has the year twice/],
    ['DD.MM.YYYY HH:mm', 'date', /a date has no hour; make it a timestamp/],
    ['DD.MM.YYYY hh:mm', 'timestamp', /h and hh go with A/],
    ['DD.MM.YYYY mm', 'timestamp', /it has no hour/],
    ['DD.MM.YYYY HH.SSS', 'timestamp', /a fraction but no second/],
  ] as const)
    assert.match(formatFault(format, type) ?? '', says)
})
