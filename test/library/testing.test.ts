import assert from 'node:assert/strict'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { ManifestError, plan, readRows, run, Usage, validate } from '../../src/library/main.ts'
import { runPipeline, runStep } from '../../src/testing/main.ts'
import { makeDesk } from '../support/cli.ts'

const manifest = `
name: Daily
inputs: { region: { type: choice, options: [eu, us], default: eu } }
connections: { warehouse: "\${{ secrets.WAREHOUSE_URL }}" }
steps:
  orders:
    extract:
      csv: https://example.com/orders-\${{ run.date }}.csv
      columns: { id: integer not null, region: text, amount: "decimal(9,2)" }
      rejects: { max: 1 }
    checks: [ { unique: [id] } ]
  daily:
    needs: [orders]
    transform:
      sql: select region, sum(amount) as total, \${{ run.date }} as day from orders where region = \${{ inputs.region }} group by region
  count: { needs: [orders], run: { input: csv, script: 'echo "n=$(tail -n +2 "$MILLRACE_INPUT_ORDERS" | wc -l)" >> "$GITHUB_OUTPUT"; echo "key $KEY"', }, env: { KEY: "\${{ secrets.KEY }}" } }
  publish: { load: { from: daily, into: warehouse, table: daily, mode: merge, key: [region] } }
  open: { load: { from: daily, file: data/daily.csv, commit: true } }
  tidy: { needs: [orders], transform: { module: "./tidy.ts#tidy" } }
  tell: { needs: [count], retry: { max-attempts: 3, delay: 1h, max-delay: 1h }, run: 'test "$N" = 2', env: { N: "\${{ needs.count.outputs.n }}" } }
`
const tidy = `export async function* tidy(batches, { run }) {
  for await (const rows of batches) yield rows.map((row) => ({ id: row.id, day: run.date }))
}
`
const orders = [
  { id: 1, region: 'eu', amount: '10.25' },
  { id: 2, region: 'us', amount: '1.00' },
]

const desk = () =>
  makeDesk({ 'p.yml': manifest, 'tidy.ts': tidy, 'orders.csv': 'id,region,amount\n1,eu,2.50\nx,eu,3\n' })

describe('a pipeline on fixtures', () => {
  it('runs whole, changes nothing of the repository, and at the moment it is given', async () => {
    await using place = await desk()
    const before = globSync('**/*', { cwd: place.folder })
    await using ran = await runPipeline('p.yml', {
      workspace: place.folder,
      fixtures: { orders },
      now: '2026-03-05T06:30:00Z',
    })
    assert.equal(ran.result, 'success', JSON.stringify(ran.steps))
    assert.deepEqual(ran.steps['daily']?.rows, [{ region: 'eu', total: '10.25', day: '2026-03-05' }])
    assert.deepEqual(ran.steps['tidy']?.rows[0], { id: 1, day: '2026-03-05' })
    assert.deepEqual(ran.steps['count']?.outputs, { n: '2' })
    assert.deepEqual(
      ran.table('warehouse', 'daily').map((row) => row['total']),
      [10.25],
    )
    assert.match(ran.file('data/daily.csv'), /^region,total,day\neu,10\.25,2026-03-05\n$/)
    assert(ran.events.every(({ at }) => at === '2026-03-05T06:30:00.000Z'))
    assert.deepEqual(globSync('**/*', { cwd: place.folder }), before)
  })

  it('takes a file as the extract would: types, rejects and checks are those of the manifest', async () => {
    await using place = await desk()
    await using ran = await runPipeline('p.yml', {
      workspace: place.folder,
      fixtures: { orders: 'orders.csv' },
    })
    assert.deepEqual(ran.steps['orders']?.rows, [{ id: 1, region: 'eu', amount: '2.50' }])
    assert.equal(ran.steps['orders']?.rejects[0]?.['value'], 'x')
    await using twice = await runPipeline('p.yml', {
      workspace: place.folder,
      fixtures: { orders: [orders[0] ?? {}, orders[0] ?? {}] },
    })
    assert.equal(twice.result, 'failure')
    assert.equal(twice.steps['orders']?.failure?.code, 'checks/failed')
    assert.equal(twice.steps['daily']?.result, 'skipped')
  })

  it('stands in for any step, asks no other machine, and tries again without waiting', async () => {
    await using place = await desk()
    await using ran = await runPipeline('p.yml', {
      workspace: place.folder,
      select: 'orders daily publish count tell',
      fixtures: { daily: [{ region: 'us', total: 3 }] },
    })
    assert.equal(ran.steps['orders']?.failure?.code, 'testing/network')
    assert.equal(ran.steps['daily']?.result, 'skipped')
    await using told = await runStep('p.yml', 'tell', {
      workspace: place.folder,
      outputs: { count: { n: '9' } },
    })
    assert.deepEqual([told.result, told.attempts, told.failure?.code], ['failure', 3, 'run/exit'])
  })

  it('hands on the rows of a step that is not selected, also of a mapped one', async () => {
    const mapped = `
steps:
  shops: { extract: { csv: none.csv, columns: { shop: text } } }
  fetch: { strategy: { from: shops }, run: { script: exit 1, output: csv } }
  both: { needs: [fetch], transform: { sql: "select shop, v from fetch order by shop" } }
`
    await using place = await makeDesk({ 'm.yml': mapped, 'none.csv': 'shop\n' })
    await using ran = await runPipeline('m.yml', {
      workspace: place.folder,
      select: 'both',
      fixtures: {
        fetch: [
          { shop: 'b', v: 2 },
          { shop: 'a', v: 1 },
        ],
      },
    })
    assert.equal(ran.result, 'success', JSON.stringify(ran.steps))
    assert.deepEqual(ran.steps['both']?.rows, [
      { shop: 'a', v: 1 },
      { shop: 'b', v: 2 },
    ])
  })

  it('is refused with an option there is not', async () => {
    const misspelt = { fixture: {} } as object
    await assert.rejects(runPipeline('p.yml', misspelt), {
      name: 'Usage',
      message: '"fixture" is not an option',
    })
    await assert.rejects(runStep('p.yml', 'daily', misspelt), { name: 'Usage' })
  })

  it('is refused for a manifest with mistakes and for a fixture of no step', async () => {
    await using place = await desk()
    await place.write('wrong.yml', 'name: W\nsteps: { a: { run: x, needs: [b] } }\n')
    await assert.rejects(runPipeline('wrong.yml', { workspace: place.folder }), (error) => {
      assert(error instanceof ManifestError)
      assert.match(error.message, /wrong\.yml:2:\d+ .*"b"/)
      return true
    })
    await assert.rejects(
      runPipeline('p.yml', { workspace: place.folder, fixtures: { order: [] } }),
      (error) => {
        assert(error instanceof Usage)
        assert.equal(error.help, 'did you mean "orders"?')
        return true
      },
    )
    await assert.rejects(runPipeline('p.yml', { workspace: place.folder, inputs: { region: 'mars' } }), Usage)
  })
})

describe('a step on fixtures', () => {
  it('runs alone, on the rows of its needs, with its inputs, secrets and time', async () => {
    await using place = await desk()
    const { folder: workspace } = place
    await using daily = await runStep('p.yml', 'daily', {
      workspace,
      needs: { orders },
      inputs: { region: 'us' },
      now: new Date('2026-02-28T12:00:00Z'),
    })
    assert.deepEqual(daily.rows, [{ region: 'us', total: '1.00', day: '2026-02-28' }])
    await assert.rejects(
      runStep('p.yml', 'count', { workspace, needs: { orders: 'orders.csv' } }),
      /rejected/,
    )
    await using count = await runStep('p.yml', 'count', {
      workspace,
      needs: { orders },
      secrets: { KEY: 'planted-value' },
    })
    assert.deepEqual(count.outputs, { n: '2' })
    assert.deepEqual(count.log, ['key ***'])
  })

  it('reads what an extract is given, and types what its rows say or the test', async () => {
    await using place = await desk()
    await using extract = await runStep('p.yml', 'orders', { workspace: place.folder, source: 'orders.csv' })
    assert.equal(extract.rows.length, 1)
    await using publish = await runStep('p.yml', 'publish', {
      workspace: place.folder,
      needs: {
        daily: {
          rows: [{ region: 'eu', total: '1.50' }],
          columns: { region: 'text', total: 'decimal(9,2)' },
        },
      },
    })
    assert.equal(publish.result, 'success', publish.failure?.message)
    assert.deepEqual(publish.table('warehouse', 'daily'), [{ region: 'eu', total: 1.5 }])
  })

  it('says what it was not given, and what it does not need', async () => {
    await using place = await desk()
    const { folder: workspace } = place
    await assert.rejects(runStep('p.yml', 'daily', { workspace }), /"daily" reads "orders"/)
    await assert.rejects(
      runStep('p.yml', 'daily', { workspace, needs: { users: [] } }),
      /"users" is no need of "daily"/,
    )
    await assert.rejects(runStep('p.yml', 'dayly', { workspace }), /"dayly" is not a step of "p"/)
  })

  it('leaves nothing behind', async () => {
    await using place = await desk()
    await place.write('tmp/.keep', '')
    const { TMPDIR } = process.env
    process.env['TMPDIR'] = join(place.folder, 'tmp')
    const left = () => globSync(join(place.folder, 'tmp/*')).length
    const ran = await runStep('p.yml', 'daily', { workspace: place.folder, needs: { orders } })
    assert.equal(left(), 1)
    await ran[Symbol.asyncDispose]()
    assert.equal(left(), 0)
    if (TMPDIR === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = TMPDIR
  })
})

describe('the library', () => {
  it('validates, plans, runs and reads what was made', async () => {
    await using place = await makeDesk({
      'p.yml':
        'name: P\nsteps:\n  orders: { extract: { csv: orders.csv } }\n  one: { needs: [orders], transform: { sql: select count(*) as n from orders } }\n',
      'orders.csv': 'id\n1\n2\n',
      'wrong.yml': 'name: W\nsteps: { a: { rum: x } }\n',
    })
    const { folder: workspace } = place
    assert.deepEqual(await validate('p.yml', { workspace }), [])
    assert.equal((await validate(['p.yml', 'wrong.yml'], { workspace }))[0]?.file, 'wrong.yml')
    const planned = await plan('p.yml', { workspace, date: '2026-03-29' })
    assert.deepEqual([planned.run.date, planned.steps.map(({ id }) => id)], ['2026-03-29', ['orders', 'one']])
    await assert.rejects(plan('wrong.yml', { workspace }), ManifestError)
    const types: string[] = []
    const ran = await run('p.yml', { workspace, onEvent: ({ type }) => types.push(type) })
    assert.equal(ran.result, 'success')
    assert.deepEqual(ran.rows('one'), [{ n: 2 }])
    assert.equal(ran.report.steps.length, 2)
    assert.deepEqual([types[0], types.at(-1)], ['run-started', 'run-finished'])
    assert.deepEqual(readRows(join(ran.folder, 'datasets/orders.sqlite')), [{ id: 1 }, { id: 2 }])
    assert(existsSync(join(ran.folder, 'report.md')))
    const part = await run('p.yml', { workspace, select: 'one', now: new Date(Date.now() + 60_000) })
    assert.deepEqual([part.result, part.rows('one')], ['success', [{ n: 2 }]])
  })
})
