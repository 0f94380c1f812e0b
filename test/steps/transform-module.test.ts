import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import { transform } from '../../src/steps/transform/step.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { integrity, query, writeDataset } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { StepRig, needs } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'name', type: 'text' },
]

function context(
  rig: StepRig,
  code: string,
  more: Partial<StepContext> & { columns?: readonly Column[]; export?: string } = {},
) {
  const { columns: declared, export: name = 'tidy', ...rest } = more
  rig.file('steps/tidy.ts', code)
  const need = writeDataset(rig.path('d/people.sqlite'), 'people', {
    columns,
    rows: Array.from({ length: 2500 }, (_, id) => [id, `n${id}`]),
  })
  const options = {
    module: 'steps/tidy.ts',
    export: name,
    with: { greeting: 'hi' },
    ...(declared === undefined ? {} : { columns: declared }),
  }
  return rig.context(options, { stepId: 'tidy', needs: needs(need), ...rest })
}

describe('transform by a module', () => {
  it('calls a TypeScript generator with the batches of its need', async () => {
    using rig = new StepRig()
    const code = `
      interface Person { id: number; name: string }
      export async function* tidy(batches: AsyncIterable<Person[]>, { with: options }: { with: { greeting: string } }) {
        for await (const batch of batches)
          yield batch.filter(({ id }) => id % 2 === 0).map(({ id, name }) => ({ id, text: options.greeting + ' ' + name }))
      }`
    const outcome = await transform(context(rig, code))
    assert.equal(outcome.dataset?.rows, 1250)
    assert.deepEqual(query(outcome.dataset?.path ?? '', 'select * from tidy limit 1 offset 1'), [
      { id: 2, text: 'hi n2' },
    ])
    assert.deepEqual([outcome.rows, outcome.note], [undefined, '2,500 rows read, 1,250 made'])
    assert.equal(integrity(outcome.dataset?.path ?? ''), 'ok')
  })

  it('takes single rows, a plain array, and other needs by name', async () => {
    using rig = new StepRig()
    const code = `
      export async function* rows(batches, { needs }) {
        for await (const batch of needs.people) for (const row of batch) if (row.id < 3) yield { id: row.id }
      }
      export const list = async () => [{ id: 1n, big: 9007199254740993n, at: new Date(0), when: null }]`
    const one = await transform(context(rig, code.replaceAll(': 1n', ': 1n'), { export: 'rows' }))
    assert.equal(one.dataset?.rows, 3)
    const other = await transform(context(rig, code, { export: 'list' }))
    assert.equal(other.dataset?.rows, 1)
    assert.equal(other.dataset?.columns[1]?.type, 'integer')
  })

  it('gets fewer rows at once where they are large, and its own rows may come in any number', async () => {
    using rig = new StepRig()
    const code = `
      const large = (id) => ({ id, name: 'x'.repeat(20_000) })
      export async function* tidy(batches) {
        for await (const batch of batches) {
          const sizes = batch.map(({ name }) => name.length)
          yield { id: -batch.length, name: String(sizes.reduce((sum, size) => sum + size, 0)) }
        }
      }
      export async function* make() {
        yield large(1)
        yield Array.from({ length: 300 }, (_, at) => large(at + 2))
        const again = []
        for (let at = 302; at <= 400; at += 2) {
          again.splice(0, 2, { id: at, name: 'a' }, { id: at + 1, name: 'b', also: at })
          yield again
        }
      }`
    const made = await transform(context(rig, code, { export: 'make' }))
    const path = made.dataset?.path ?? ''
    assert.deepEqual(query(path, 'select count(*) as n, sum(id) as sum, sum(rowid = id) as same from tidy'), [
      { n: 401, sum: (401 * 402) / 2, same: 401 },
    ])
    assert.deepEqual(query(path, 'select sum(length(name)) as size, count(also) as also from tidy'), [
      { size: 301 * 20_000 + 100, also: 50 },
    ])
    const need = writeDataset(rig.path('d/large.sqlite'), 'people', {
      columns,
      rows: Array.from({ length: 100 }, (_, id) => [id, 'x'.repeat(50_000)]),
    })
    const read = await transform(context(rig, code, { needs: needs(need) }))
    assert.deepEqual(
      query(read.dataset?.path ?? '', 'select min(id) as most, sum(name) as bytes from tidy'),
      [{ most: -6, bytes: 5_000_000 }],
    )
  })

  it('keeps the type that a column has in its need, where every value still fits it', async () => {
    using rig = new StepRig()
    const given: readonly Column[] = [
      { name: 'amount', type: 'decimal', precision: 5, scale: 2 },
      { name: 'long', type: 'decimal', precision: 30, scale: 2 },
      { name: 'big', type: 'integer' },
      { name: 'day', type: 'date' },
      { name: 'at', type: 'timestamp', zoned: true },
      { name: 'local', type: 'timestamp', zoned: false },
      { name: 'ratio', type: 'real' },
      { name: 'code', type: 'text' },
      { name: 'tags', type: 'json' },
      { name: 'never', type: 'boolean' },
    ]
    const fixed = [
      '9007199254740993',
      '2024-02-29',
      '2024-01-01T10:00:00.5Z',
      '2024-01-01T10:00:00',
      2,
      '2024-01-01',
      ['a'],
    ]
    const need = writeDataset(rig.path('d/sales.sqlite'), 'sales', {
      columns: given,
      rows: [
        ['9.50', '1234567890123456789.10', ...fixed, null],
        ['12.50', '-0.01', ...fixed, null],
      ],
    })
    const made = async (row: string) => {
      const code = `export async function* tidy(batches) { for await (const rows of batches) yield rows.map((row) => (${row})) }`
      const { dataset } = await transform(context(rig, code, { needs: needs(need) }))
      return {
        types: dataset?.columns.map(({ name, type, precision, scale }) => {
          return `${name} ${type}${type === 'decimal' ? `(${precision},${scale})` : ''}`
        }),
        max: query(dataset?.path ?? '', 'select max(amount) as amount from tidy')[0]?.['amount'],
        path: dataset?.path ?? '',
      }
    }
    const same = await made('{ ...row }')
    const all = given.map(({ name }) => `cast(${name} as text) as ${name}`).join()
    assert.deepEqual(
      query(same.path, `select ${all} from tidy`),
      query(need.path, `select ${all} from sales`),
    )
    assert.equal(same.max, 12.5)
    assert.deepEqual(same.types, [
      'amount decimal(5,2)',
      'long decimal(30,2)',
      'big integer',
      'day date',
      'at timestamp',
      'local timestamp',
      'ratio real',
      'code text',
      'tags json',
      'never boolean',
    ])
    const wider = await made(
      '{ amount: Number(row.amount) * 1000, day: row.day + " ", tags: 1, code: 7, ratio: null }',
    )
    assert.deepEqual(wider.types, [
      'amount decimal(7,2)',
      'day text',
      'tags integer',
      'code integer',
      'ratio real',
    ])
    assert.equal(wider.max, 12500)
    const other = await made('{ amount: row.amount + "0", at: new Date(row.at), local: row.at }')
    assert.deepEqual(other.types, ['amount text', 'at timestamp', 'local timestamp'])
  })

  it('holds rows to the declared columns', async () => {
    using rig = new StepRig()
    const declared: readonly Column[] = [{ name: 'id', type: 'integer', notNull: true }]
    const good = await transform(context(rig, `export const tidy = () => [{ id: 1 }]`, { columns: declared }))
    assert.deepEqual(good.dataset?.columns, declared)
    const bad = context(rig, `export const tidy = () => [{ id: 1 }, { id: 'x' }]`, { columns: declared })
    const failure = await failureOf(transform(bad))
    assert.equal(failure.code, 'rows/type')
    assert.match(failure.message, /column "id".*"x"/)
  })

  it('shows the stack of the author’s code and no further', async () => {
    using rig = new StepRig()
    const code = `function deep() { throw new TypeError('no price') }\nexport async function* tidy() { deep() }`
    const failure = await failureOf(transform(context(rig, code)))
    assert.deepEqual([failure.code, failure.retryable], ['module/error', true])
    assert.match(
      failure.message,
      /^TypeError: no price\n {4}at deep \(steps\/tidy\.ts:1:\d+\)\n {4}at tidy \(steps\/tidy\.ts:2:\d+\)/,
    )
    assert(!failure.message.includes('run-module'))
  })

  it('names the nearest export when there is none of that name', async () => {
    using rig = new StepRig()
    const failure = await failureOf(
      transform(context(rig, 'export const tidyUp = () => []', { export: 'tidyup' })),
    )
    assert.match(failure.message, /exports no "tidyup"; it exports tidyUp/)
    assert.equal(failure.help, 'Did you mean "tidyUp"?')
  })

  it('says what is wrong with what the function gave back', async () => {
    using rig = new StepRig()
    assert.match(
      (await failureOf(transform(context(rig, 'export const tidy = () => 7')))).message,
      /gave back a number/,
    )
    assert.match(
      (await failureOf(transform(context(rig, 'export const tidy = () => [7]')))).message,
      /yielded a number/,
    )
    assert.match(
      (await failureOf(transform(context(rig, 'export const tidy = () => ({})')))).message,
      /gave back an object, not rows/,
    )
    assert.match(
      (await failureOf(transform(context(rig, 'export const tidy = () => [{ a: 1, b: () => 1 }]')))).message,
      /^column "b": a function cannot stand in a dataset/,
    )
  })

  it('says the line of a module that is no TypeScript Node can run', async () => {
    using rig = new StepRig()
    const failure = await failureOf(transform(context(rig, 'export const tidy = () => []\nenum A { B }\n')))
    assert.match(
      failure.message,
      /^steps\/tidy\.ts:2: TypeScript enum is not supported[^\n]*\nexport[^\n]*\nenum A/,
    )
    assert.deepEqual([failure.code, failure.retryable], ['module/syntax', false])
  })

  it('says so when the module ends the process', async () => {
    using rig = new StepRig()
    const failure = await failureOf(transform(context(rig, 'export const tidy = () => process.exit(0)')))
    assert.deepEqual([failure.code, failure.retryable], ['module/ended', true])
  })

  it('is not believed what it leaves beside its rows', async () => {
    using rig = new StepRig()
    const leaving = (text: string) => `
      import { readFileSync, writeFileSync } from 'node:fs'
      const { resultPath } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
      process.on('exit', () => writeFileSync(resultPath, ${JSON.stringify(text)}))
      export const tidy = () => [{ a: 1 }]`
    const forged = { name: 'x', path: '/etc/passwd', columns: [{ name: 'b', type: 'text' }], rows: 5 }
    const { dataset } = await transform(
      context(rig, leaving(JSON.stringify({ ok: true, dataset: forged, read: 1 }))),
    )
    assert.deepEqual([dataset?.rows, dataset?.columns.map(({ name }) => name)], [1, ['a']])
    assert.equal(query(dataset?.path ?? '', 'select a from tidy').length, 1)
    for (const text of ['{"ok":true', '{"ok":1}', '{"ok":true,"read":"1"}']) {
      const failure = await failureOf(transform(context(rig, leaving(text))))
      assert.equal(failure.code, 'module/ended')
    }
  })

  it('logs what the module prints', async () => {
    using rig = new StepRig()
    await transform(context(rig, `export const tidy = () => { console.log('seen'); return [{ a: 1 }] }`))
    assert(rig.logged.includes('seen'))
  })

  it('ends a loop that never ends when it is aborted', async () => {
    using rig = new StepRig()
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('stop')), 400)
    const endless = context(rig, 'export const tidy = () => { for (;;); }', { signal: controller.signal })
    await assert.rejects(transform(endless), /stop/)
  })
})
