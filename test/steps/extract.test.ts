import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import type { Column } from '../../src/dataset/column.ts'
import type { ExtractOptions } from '../../src/steps/extract/options.ts'
import { extract } from '../../src/steps/extract/step.ts'
import { integrity, query } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { openFiles, requireClosed } from '../support/open-files.ts'
import { StepRig } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'zip', type: 'text' },
  { name: 'amount', type: 'decimal' },
]

function csv(from: string | readonly string[], more: Partial<ExtractOptions> = {}): ExtractOptions {
  return {
    format: 'csv',
    from: typeof from === 'string' ? [from] : from,
    headers: {},
    compression: 'auto',
    rejects: { rows: 0 },
    allowEmpty: false,
    csv: { ragged: 'reject' },
    ...more,
  }
}

const good = 'id,zip,amount\n1,00601,1.10\n2,,2.25\n'

describe('extract from files', () => {
  it('makes a dataset that SQLite reads', async () => {
    using rig = new StepRig()
    rig.file('in/orders.csv', good)
    const outcome = await extract(rig.context(csv('in/orders.csv', { columns })))
    assert.deepEqual(query(outcome.dataset?.path ?? '', 'select * from orders'), [
      { id: 1, zip: '00601', amount: 1.1 },
      { id: 2, zip: null, amount: 2.25 },
    ])
    assert.equal(integrity(outcome.dataset?.path ?? ''), 'ok')
    assert.deepEqual(outcome.rows, {
      read: 2,
      loaded: 2,
      rejected: 0,
      filtered: 0,
      deduplicated: 0,
      unchanged: 0,
    })
    assert.equal(outcome.rejects, undefined)
    assert.equal(rig.progress.at(-1)?.totalBytes, good.length)
  })

  for (const [name, compress] of [
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const) {
    it(`knows ${name} by its first bytes, whatever the file is called`, async () => {
      using rig = new StepRig()
      rig.file('orders.csv', compress(good))
      assert.equal((await extract(rig.context(csv('orders.csv', { columns })))).dataset?.rows, 2)
    })

    it(`names the file whose ${name} data is cut short`, async () => {
      using rig = new StepRig()
      const lines = Array.from({ length: 20_000 }, (_, id) => `${id},${(id * 7919) % 99_991},${id}.25`)
      const whole = compress(`id,zip,amount\n${lines.join('\n')}\n`)
      rig.file('orders.csv.x', whole.subarray(0, whole.length - 100))
      const failure = await failureOf(extract(rig.context(csv('orders.csv.x', { columns }))))
      assert.equal(failure.code, 'file/compression')
      assert.match(failure.message, /"orders\.csv\.x" is cut short/)
    })
  }

  it('reads the files of a glob in the order of their names', async () => {
    using rig = new StepRig()
    rig.file('in/b.csv', 'id,zip,amount\n2,b,2\n')
    rig.file('in/a.csv', 'amount,zip,id\n1,a,1\n')
    const outcome = await extract(rig.context(csv('in/*.csv', { columns })))
    assert.deepEqual(
      query(outcome.dataset?.path ?? '', 'select zip from orders').map(({ zip }) => zip),
      ['a', 'b'],
    )
  })

  it('reads a file once that several entries name, and says so', async () => {
    for (const from of [
      ['in/o-*.csv', 'in/*-1.csv'],
      ['in/*.csv', 'in/o-1.csv'],
      ['in/o-1.csv', './in/../in/o-1.csv', 'in/o-2.csv'],
    ]) {
      using rig = new StepRig()
      rig.file('in/o-1.csv', 'id,zip,amount\n1,a,1\n')
      rig.file('in/o-2.csv', 'id,zip,amount\n2,b,2\n')
      const outcome = await extract(rig.context(csv(from, { columns })))
      assert.deepEqual(
        query(outcome.dataset?.path ?? '', 'select zip from orders').map(({ zip }) => zip),
        ['a', 'b'],
      )
      assert.ok(rig.logged.includes('named by several entries, and read once: in/o-1.csv'))
    }
  })

  it('refuses a glob that matches nothing', async () => {
    using rig = new StepRig()
    const failure = await failureOf(extract(rig.context(csv('in/*.csv', { columns }))))
    assert.equal(failure.code, 'file/missing')
    assert.match(failure.message, /no file matches "in\/\*\.csv"/)
    assert.match((await failureOf(extract(rig.context(csv(''))))).message, /the path to read is empty/)
  })

  it('names a file that is not there', async () => {
    using rig = new StepRig()
    const failure = await failureOf(extract(rig.context(csv('none.csv', { columns }))))
    assert.equal(failure.message, '"none.csv" is not there')
    assert.match(failure.help ?? '', /^Check the path, from the root of the repository/)
  })

  it('says what a source is that is no text, and how it is read if it is', async () => {
    using rig = new StepRig()
    for (const [begin, says] of [
      ['\x89PNG\r\n\x1a\n\0\0', /"o\.csv" is a picture \(PNG\), no text/],
      ['%PDF-1.7\n%', /is a PDF/],
      ['SQLite format 3\0\x10', /is a SQLite database/],
      ['PAR1\x15\x04', /is Parquet/],
    ] as const) {
      rig.file('o.csv', Buffer.from(begin, 'latin1'))
      for (const format of ['csv', 'json'] as const) {
        const failure = await failureOf(extract(rig.context({ ...csv('o.csv'), format })))
        assert.match(`${failure.code} ${failure.message}`, says)
      }
    }
    rig.file('o.csv', 'PAR1,PAR2\n1,2\n')
    assert.equal((await extract(rig.context(csv('o.csv')))).dataset?.rows, 1)
  })

  it('does not leave the repository', async () => {
    using rig = new StepRig()
    assert.equal(
      (await failureOf(extract(rig.context(csv('../secret.csv', { columns }))))).code,
      'file/outside',
    )
  })

  it('names the column that a file lacks', async () => {
    using rig = new StepRig()
    rig.file('orders.csv', `id,zipp,amount\n${'1,2,3\n'.repeat(100_000)}`)
    const open = openFiles()
    const failure = await failureOf(extract(rig.context(csv('orders.csv', { columns }))))
    await requireClosed(open)
    assert.equal(failure.code, 'columns/mismatch')
    assert.match(failure.message, /"orders\.csv" has no column "zip"; it has "id", "zipp", "amount"/)
    assert.equal(failure.help, 'Did you mean "zipp"?')
  })

  it('says which columns it left out', async () => {
    using rig = new StepRig()
    rig.file('orders.csv', 'id,zip,extra,amount\n1,2,x,3\n')
    await extract(rig.context(csv('orders.csv', { columns })))
    assert(rig.logged.some((line) => line.includes('left out') && line.includes('extra')))
  })

  for (const content of ['', 'id,zip,amount\n']) {
    it(`refuses ${content === '' ? 'an empty file' : 'a file with nothing but a header'}`, async () => {
      using rig = new StepRig()
      rig.file('orders.csv', content)
      const failure = await failureOf(extract(rig.context(csv('orders.csv', { columns }))))
      assert.equal(failure.code, 'rows/empty')
    })

    it(`takes ${content === '' ? 'an empty file' : 'a header alone'} where it is allowed`, async () => {
      using rig = new StepRig()
      rig.file('orders.csv', content)
      const outcome = await extract(rig.context(csv('orders.csv', { columns, allowEmpty: true })))
      assert.equal(outcome.dataset?.rows, 0)
      assert.equal(integrity(outcome.dataset?.path ?? ''), 'ok')
    })
  }

  it('refuses a page of HTML', async () => {
    using rig = new StepRig()
    rig.file('orders.csv', '<!DOCTYPE html><html><head><title>Sign in</title></head></html>')
    const failure = await failureOf(extract(rig.context(csv('orders.csv', { columns }))))
    assert.equal(failure.code, 'source/html')
    assert.match(failure.message, /titled "Sign in"/)
  })
})

describe('rejected rows', () => {
  it('are told by what they break where the first do not show it', async () => {
    using rig = new StepRig()
    const lines = Array.from(
      { length: 2000 },
      (_, row) => `${row % 2 === 0 ? row : 'x'},b,${row % 500 === 0 ? '?' : 1}`,
    )
    rig.file('orders.csv', ['id,zip,amount', ...lines, '1,2'].join('\n'))
    const failure = await failureOf(extract(rig.context(csv('orders.csv', { columns }))))
    assert.match(
      failure.message,
      /- … and 1,000 more; in all: 1,000 × id: integer, 4 × amount: \S+, 1 × ragged$/,
    )
  })

  it('are told by the five rules that most of them break, and how many break others', async () => {
    using rig = new StepRig()
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const lines = names.flatMap((_, at) =>
      Array.from({ length: 9 - at }, () => names.map((_name, column) => (column === at ? 'x' : 1)).join(',')),
    )
    rig.file('orders.csv', [names.join(','), ...lines].join('\n'))
    const integers = names.map((name) => ({ name, type: 'integer' }) as const)
    const failure = await failureOf(extract(rig.context(csv('orders.csv', { columns: integers }))))
    assert.match(failure.message, /in all: 9 × a: integer, 8 × b: .*, 5 × e: integer, 7 × others$/)
  })

  const bad = 'id,zip,amount\n1,a,1.10\nx,b,2\n3,c\n,d,4\n'

  it('fail the step with the first of them, and are kept', async () => {
    using rig = new StepRig()
    rig.file('orders.csv', bad)
    const context = rig.context(csv('orders.csv', { columns }))
    const failure = await failureOf(extract(context))
    assert.equal(failure.code, 'rows/rejected')
    assert.match(failure.message, /3 of 4 rows rejected, at most 0 allowed/)
    assert.match(failure.message, /orders\.csv:3 id: .*"x"/)
    const kept = query(context.rejectsPath, 'select file, line, "column" from rejects')
    assert.deepEqual(kept[0], { file: 'orders.csv', line: 3, column: 'id' })
    assert.deepEqual(
      kept.map(({ line }) => line),
      [3, 4, 5],
    )
  })

  it('are told as their source writes them: a decimal comma, a character of the row', async () => {
    using rig = new StepRig()
    rig.file('orders.csv', 'id,zip,amount\n1,a,"5,001"\n')
    const formats = { amount: { decimal: ',' } }
    const exact = [{ name: 'amount', type: 'decimal', precision: 12, scale: 2 }] as const
    const asCsv = await failureOf(extract(rig.context(csv('orders.csv', { columns: exact, formats }))))
    assert.match(asCsv.message, /amount: .* "5,001"/)
    rig.file('o.ndjson', '{"a":1}\n{"a":1 2}\n')
    const options = { ...csv('o.ndjson'), format: 'ndjson' } as const
    const asJson = await failureOf(extract(rig.context(options)))
    assert.match(asJson.message, /o\.ndjson:2: json ".* at character \d+ of the row"/)
  })

  it('are borne up to the limit, and every row is accounted for', async () => {
    using rig = new StepRig()
    rig.file('orders.csv', bad)
    const outcome = await extract(rig.context(csv('orders.csv', { columns, rejects: { share: 0.75 } })))
    assert.deepEqual(outcome.rows, {
      read: 4,
      loaded: 1,
      rejected: 3,
      filtered: 0,
      deduplicated: 0,
      unchanged: 0,
    })
    assert.equal(outcome.rejects?.rows, 3)
  })
})

describe('inference', () => {
  it('reads every value before it gives a column its type', async () => {
    using rig = new StepRig()
    const lines = Array.from(
      { length: 30_000 },
      (_, index) => `${index},${index},2024-01-0${(index % 9) + 1}`,
    )
    rig.file('orders.csv', `id,zip,day\n${lines.join('\n')}\n30001,00601,2024-02-01\n`)
    const outcome = await extract(rig.context(csv('orders.csv')))
    assert.deepEqual(
      outcome.dataset?.columns.map(({ name, type }) => `${name} ${type}`),
      ['id integer', 'zip text', 'day date'],
    )
    assert(rig.logged.some((line) => line.includes('00601')))
  })

  it('refuses files of different shapes', async () => {
    using rig = new StepRig()
    rig.file('a.csv', 'id,zip\n1,2\n')
    rig.file('b.csv', 'id,zap\n1,2\n')
    const failure = await failureOf(extract(rig.context(csv(['a.csv', 'b.csv']))))
    assert.equal(failure.code, 'columns/mismatch')
    assert.match(
      failure.message,
      /"b\.csv" has other columns than "a\.csv": it lacks "zip"; it has also "zap"/,
    )
  })
})

describe('json', () => {
  it('becomes columns by its keys', async () => {
    using rig = new StepRig()
    rig.file('orders.json', '[{"id":1,"tags":["a"]},{"id":2,"note":"x"}]')
    const outcome = await extract(rig.context(csv('orders.json', { format: 'json' })))
    assert.deepEqual(query(outcome.dataset?.path ?? '', 'select * from orders'), [
      { id: 1, tags: '["a"]', note: null },
      { id: 2, tags: null, note: 'x' },
    ])
  })

  it('that holds no records says what it holds', async () => {
    using rig = new StepRig()
    rig.file('orders.json', '[1,2]')
    const failure = await failureOf(extract(rig.context(csv('orders.json', { format: 'json' }))))
    assert.equal(failure.code, 'rows/rejected')
    assert.match(failure.message, /no row could be read, e\.g\. orders\.json/)
  })

  it('takes only the declared keys, one record a line', async () => {
    using rig = new StepRig()
    rig.file('orders.ndjson', '{"zip":"00601","id":1,"more":true}\n{"id":2}\n')
    const options = csv('orders.ndjson', { format: 'ndjson', columns: columns.slice(0, 2) })
    const outcome = await extract(rig.context(options))
    assert.deepEqual(query(outcome.dataset?.path ?? '', 'select * from orders'), [
      { id: 1, zip: '00601' },
      { id: 2, zip: null },
    ])
  })
})
