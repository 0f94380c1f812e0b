import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainPalette } from '../../../src/adapters/terminal/palette.ts'
import { renderRunList } from '../../../src/adapters/terminal/run-list.ts'
import { renderRunRecord } from '../../../src/adapters/terminal/run-record.ts'
import { textWidth } from '../../../src/adapters/terminal/text-width.ts'
import { madeEntry, madeStep } from '../../support/ledger-entry.ts'

const failure = { code: 'http/status', message: `the server answered 503 ${'again '.repeat(20)}` }
const entry = madeEntry(
  1,
  {
    id: '20261121-084036-zjnd',
    pipeline: 'daily-sales-of-all-regions',
    result: 'failure',
    attempt: 2,
    select: 'tag:nightly+',
    branch: 'a-branch-with-a-long-name',
    url: 'https://github.com/acme/widget/actions/runs/12345678901',
  },
  {
    steps: [
      madeStep('fetch-the-orders-of-yesterday', { result: 'failure', failure, attempts: 3 }),
      madeStep('each', { legs: { total: 10_000, success: 9_998, failure: 2, cancelled: 0, skipped: 0 } }),
      madeStep('publish', { kind: 'load', rows: 1_234_567, rejected: 4 }),
    ],
    stepsLeftOut: 12,
  },
)
const atWork = { id: '20261121-090000-abcd', pipeline: 'daily', date: '2026-11-21', progress: '1 of 3 steps' }

for (const columns of [40, 80, 120]) {
  test(`past runs fit into a terminal of ${columns} columns, and so does one of them`, () => {
    const list = renderRunList([atWork], [entry], plainPalette, columns)
    const record = renderRunRecord(entry, plainPalette, columns)
    for (const line of `${list}${record}`.split('\n'))
      assert.ok(textWidth(line) <= columns || line.includes('https:'), `${textWidth(line)}: ${line}`)
    assert.match(list, /20261121-084036-zjnd/)
    assert.match(record, /fetch/)
  })
}

test('where there is room, a line says what failed, how much was loaded and which attempt it was', () => {
  const list = renderRunList([], [entry], plainPalette, 200)
  assert.match(
    list,
    /2026-11-01 13:00Z +failure +1,234,567 +1\.0 s +fetch-\S+ · attempt 2 · only tag:nightly\+/,
  )
  const record = renderRunRecord(entry, plainPalette, 200)
  assert.match(record, /each +success .* 9,998 of 10,000 legs succeeded/)
  assert.match(record, /and 12 steps more that did not fail/)
})

test('what stands in a record cannot steer the terminal', () => {
  const hostile = madeEntry(1, {
    branch: '\u001B[2J',
    url: 'https://x/\u001B]0;title\u0007',
    select: '\u001B[31m',
  })
  const shown = renderRunList([], [hostile], plainPalette, 200) + renderRunRecord(hostile, plainPalette, 200)
  // oxlint-disable-next-line no-control-regex -- that is what must not be there
  assert.doesNotMatch(shown, /[\u0007\u001B]/)
})

test('a record tells what was loaded where, and what was done before from what came out of the cache', () => {
  const steps = [
    madeStep('orders', { cached: true, attempts: 1 }),
    madeStep('users', { cached: true, attempts: 0 }),
    madeStep('publish', { kind: 'load' }),
  ]
  const loads = [{ step: 'publish', connection: 'wh', table: 'sales.daily', rows: 1200 }]
  const record = renderRunRecord(madeEntry(1, {}, { steps, loads }), plainPalette, 100)
  assert.match(record, /orders +success +10 +900 ms +done before\n/)
  assert.match(record, /users +success +10 +cached\n/)
  assert.match(record, /\n +loaded +wh\.sales\.daily +1,200 rows +by publish\n$/)
})
