import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeColumns, decodeFormats } from '../../src/steps/columns.ts'
import type { AuthoredColumns } from '../../src/steps/columns.ts'
import type { ExtractOptions } from '../../src/steps/extract/options.ts'
import { extract } from '../../src/steps/extract/step.ts'
import { query } from '../support/dataset.ts'
import { StepRig } from '../support/step-context.ts'

const authored: AuthoredColumns = {
  id: 'integer',
  day: { type: 'date', format: 'DD.MM.YYYY', 'not-null': true },
  at: { type: 'timestamp', format: 'DD.MM.YYYY HH:mm', zone: 'Europe/Berlin' },
  amount: { type: 'decimal(12,2)', decimal: ',', thousands: '.' },
  stock: { type: 'integer', thousands: '.' },
  paid: { type: 'boolean', true: ['ja', 'x'], false: ['nein', ''] },
}
const told: string[] = []
const shape = {
  columns: decodeColumns(authored),
  ...decodeFormats(authored, (_, message) => void told.push(message)),
}

function options(from: string, more: Partial<ExtractOptions> = {}): ExtractOptions {
  return {
    format: 'csv',
    from: [from],
    headers: {},
    compression: 'auto',
    ...shape,
    rejects: { rows: 10 },
    allowEmpty: false,
    csv: { ragged: 'reject' },
    ...more,
  }
}

const header = 'id;day;at;amount;stock;paid\n'

describe('columns with a format', () => {
  it('are read as they are written, and kept as every dataset keeps them', async () => {
    assert.deepEqual(told, [])
    using rig = new StepRig()
    rig.file('in.csv', `${header}1;31.12.2024;01.07.2024 12:00;1.234,5;12.000;ja\n2;"01.01.2025";;-0,25;;\n`)
    const { dataset } = await extract(rig.context(options('in.csv')))
    assert.deepEqual(query(dataset?.path ?? '', 'select * from orders'), [
      { id: 1, day: '2024-12-31', at: '2024-07-01T10:00:00Z', amount: 1234.5, stock: 12_000, paid: 1 },
      { id: 2, day: '2025-01-01', at: null, amount: -0.25, stock: null, paid: 0 },
    ])
  })

  it('reject what does not fit, with the text as it was, where it stands and the rule', async () => {
    using rig = new StepRig()
    const good = '9;01.01.2024;;1,00;1;x\n'
    const bad = [
      '1;2024-12-31;;1,00;1;x',
      '2;;;1,00;1;x',
      '3;01.01.2024;31.03.2024 02:30;1,00;1;x',
      '4;01.01.2024;;1.00;1;x',
      '5;01.01.2024;;1,00;1;si',
    ]
    rig.file('in.csv', `${header}${good}${bad.join('\n')}\n${good}`)
    const { rows, rejects } = await extract(rig.context(options('in.csv')))
    assert.deepEqual([rows?.read, rows?.loaded, rows?.rejected], [7, 2, 5])
    const found = query(
      rejects?.path ?? '',
      'select line, byte, "column", rule, value, raw from rejects order by line',
    )
    assert.deepEqual(
      found.map(({ line, column, rule, value }) => [line, column, rule, value]),
      [
        [3, 'day', 'date as DD.MM.YYYY', '2024-12-31'],
        [4, 'day', 'not null', null],
        [5, 'at', 'timestamp in Europe/Berlin, where the clock skips this hour', '31.03.2024 02:30'],
        [6, 'amount', 'decimal as 1.234,5', '1.00'],
        [7, 'paid', 'boolean as ja, x / nein, ""', 'si'],
      ],
    )
    assert.deepEqual(
      found.map(({ raw }) => raw),
      bad,
    )
    assert.equal(found[0]?.['byte'], header.length + good.length)
  })

  it('are read from texts of JSON too; its numbers and truth values are what they are', async () => {
    using rig = new StepRig()
    const rows = [
      { id: 1, day: '31.12.2024', amount: '1.234,5', stock: '12.000', paid: 'ja' },
      { id: '2', day: '01.01.2025', amount: 1234.5, stock: 12_000, paid: true },
      { id: 3, day: '01.01.2025', paid: '' },
    ]
    rig.file('in.ndjson', rows.map((row) => JSON.stringify(row)).join('\n'))
    const { dataset } = await extract(rig.context(options('in.ndjson', { format: 'ndjson' })))
    assert.deepEqual(query(dataset?.path ?? '', 'select id, day, amount, stock, paid from orders'), [
      { id: 1, day: '2024-12-31', amount: 1234.5, stock: 12_000, paid: 1 },
      { id: 2, day: '2025-01-01', amount: 1234.5, stock: 12_000, paid: 1 },
      { id: 3, day: '2025-01-01', amount: null, stock: null, paid: 0 },
    ])
  })

  it('are rewritten in many rows as in one', async () => {
    using rig = new StepRig()
    const lines = Array.from(
      { length: 60_000 },
      (_, id) => `${id};0${1 + (id % 9)}.01.2024;01.07.2024 12:00;${id},5;1.000;x\n`,
    )
    rig.file('in.csv', header + lines.join(''))
    const { dataset } = await extract(rig.context(options('in.csv')))
    const [sum] = query(
      dataset?.path ?? '',
      `select count(*) as rows, sum(amount) as amount, sum(stock) as stock, count(distinct day) as days,
       sum(amount = id + 0.5 and day = '2024-01-0' || (1 + id % 9)) as right from orders`,
    )
    assert.deepEqual(
      { ...sum },
      { rows: 60_000, amount: 1_800_000_000, stock: 60_000_000, days: 9, right: 60_000 },
    )
  })
})
