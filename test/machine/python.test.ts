import assert from 'node:assert/strict'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { run } from '../../src/steps/run/step.ts'
import { makeDesk } from '../support/cli.ts'
import { query as rowsOf, writeDataset } from '../support/dataset.ts'
import { query, startPostgres } from '../support/postgres.ts'
import { StepRig, needs } from '../support/step-context.ts'

const root = join(import.meta.dirname, '../..')

const shout = `
import csv, os
with open(os.environ['MILLRACE_INPUT_MY_PEOPLE'], newline='') as rows, open(os.environ['MILLRACE_OUTPUT'], 'w', newline='') as out:
    writer = csv.writer(out)
    writer.writerow(['id', 'shout'])
    for row in csv.DictReader(rows):
        writer.writerow([row['id'], row['name'].upper()])
`

describe('a step in Python', () => {
  it('is given datasets as files, and one is taken back', async () => {
    using rig = new StepRig()
    const need = writeDataset(rig.path('d/my-people.sqlite'), 'my-people', {
      columns: [
        { name: 'id', type: 'integer' },
        { name: 'name', type: 'text' },
      ],
      rows: [
        [1, 'Ada'],
        [2, 'a,b'],
      ],
    })
    const options = { script: shout, shell: 'python', input: 'csv', output: 'csv' } as const
    const { dataset } = await run(rig.context(options, { stepId: 'shouts', needs: needs(need) }))
    assert.deepEqual(rowsOf(dataset?.path ?? '', 'select * from shouts'), [
      { id: 1, shout: 'ADA' },
      { id: 2, shout: 'A,B' },
    ])
  })

  it('runs in the examples of docs/steps.md, as they stand', async () => {
    const page = readFileSync(join(root, 'docs/steps.md'), 'utf8')
    const blocks = [...page.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)]
    await using desk = await makeDesk(
      Object.fromEntries(blocks.map(([, path = '', text = '']) => [path, text])),
    )
    const { status, stdout, stderr } = await desk.millrace('run', 'steps')
    assert.equal(status, 0, stderr + stdout)
    assert.match(stderr, /the best customer is Ada/)
    assert.match(stderr, /ranking of \d{4}-\d{2}-\d{2} has 2 places/)
  })

  it('scores airports in our own pipeline, which merges them into PostgreSQL', async () => {
    await using postgres = await startPostgres()
    const url = await postgres.database()
    await using desk = await makeDesk({}, { WAREHOUSE_URL: url })
    cpSync(join(root, 'pipelines'), join(desk.folder, 'pipelines'), { recursive: true })
    const { status, stderr } = await desk.millrace('run', 'warehouse')
    assert.equal(status, 0, stderr)
    const [top] = await query(
      url,
      'select iata, flights, share::text from airport_scores order by share desc limit 1',
    )
    assert.deepEqual(top, { iata: 'ATL', flights: '829034', share: '0.059135' })
    const again = await desk.millrace('run', 'warehouse')
    assert.match(again.stdout + again.stderr, /0 rows inserted, 0 changed/)
  })
})
