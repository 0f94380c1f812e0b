import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

const clean = `name: Clean
inputs:
  region: { type: choice, options: [eu, us], required: true }
  least: { type: number, default: 0 }
outputs: { total: '\${{ needs.count.outputs.total }}' }
datasets: { daily: tidy-up, all: orders }
connections: { shop: 'sqlite:\${{ inputs.region }}.db' }
steps:
  orders:
    extract: { csv: data/orders.csv, columns: { id: integer, amount: decimal } }
  tidy-up:
    needs: orders
    transform:
      sql: select id, amount, \${{ inputs.region }} as region from orders where amount >= \${{ inputs.least }}
    checks:
      - { sql: select * from "tidy-up" where amount < 0, name: no debts }
      - unique: [id]
  count:
    needs: tidy-up
    run:
      script: echo "total=$(($(wc -l < "$MILLRACE_INPUT_TIDY_UP") - 1))" >> "$GITHUB_OUTPUT"; echo "with $KEY"
      input: csv
    env: { KEY: '\${{ secrets.KEY }}' }
  keep: { load: { from: tidy-up, into: shop, table: kept, mode: replace } }
`

const all = `name: All
inputs: { least: { type: number, default: 2 } }
datasets: { both: both }
steps:
  eu: { uses: ./shared/clean.yml, with: { region: eu, least: '\${{ inputs.least }}' } }
  us: { uses: ./shared/clean.yml, with: { region: us } }
  both:
    needs: [eu, us]
    transform:
      sql: |
        select id, amount, region from "eu/daily"
        union all select d.id, a.amount, d.region from "us/daily" d join "us/all" a on a.id = d.id
  module:
    transform: { module: './steps/double.mjs#double', from: us/daily }
  script:
    needs: [eu]
    run: { script: 'wc -l < "$MILLRACE_INPUT_EU_DAILY"', input: csv }
    env: { TOTAL: '\${{ needs.eu.outputs.total }}' }
  out: { load: { from: both, file: out/both.csv } }
  direct: { load: { from: eu/daily, file: out/eu.csv }, checks: [{ sql: select * from "eu/daily" where id = 1 }] }
  doubled: { load: { from: module, file: out/doubled.csv } }
`

const nested = `name: Nested
steps:
  all: { uses: ./pipelines/all.yml }
  again:
    transform: { sql: select count(*) as rows from "all" }
    needs: all
  out: { load: { from: again, file: out/count.csv } }
`

const files = {
  'shared/clean.yml': clean,
  'pipelines/all.yml': all,
  'pipelines/nested.yml': nested,
  'data/orders.csv': 'id,amount\n1,1.50\n2,2.50\n3,3.25\n',
  'steps/double.mjs':
    'export async function* double(batches) { for await (const rows of batches) yield rows.map(({ id }) => ({ id: id * 2 })) }\n',
}

it('datasets of used pipelines are read by name in SQL, modules, scripts and loads, and its secrets are masked', async () => {
  await using desk = await makeDesk(files, { KEY: 'planted-s3cret' })
  const valid = await desk.millrace('validate', 'pipelines')
  assert.equal(valid.status, 0, valid.stderr)
  const { status, stdout, stderr } = await desk.millrace('run', 'all')
  assert.equal(status, 0, stderr + stdout)
  const read = (file: string) => readFileSync(join(desk.folder, file), 'utf8')
  assert.equal(
    read('out/both.csv'),
    'id,amount,region\n2,2.50,eu\n3,3.25,eu\n1,1.50,us\n2,2.50,us\n3,3.25,us\n',
  )
  assert.equal(read('out/eu.csv'), 'id,amount,region\n2,2.50,eu\n3,3.25,eu\n')
  assert.equal(read('out/doubled.csv'), 'id\n2\n4\n6\n')
  assert.match(stderr, /script +│ 3\n/)
  assert.match(stderr, /eu\/count +│ with \*\*\*/)
  assert.equal((stdout + stderr).includes('planted-s3cret'), false)
  const left = globSync('.millrace/runs/*/**/*', { cwd: desk.folder, withFileTypes: true }).filter((file) =>
    file.isFile(),
  )
  for (const { parentPath, name } of left)
    assert.equal(readFileSync(join(parentPath, name)).includes('planted-s3cret'), false, name)
})

it('a pipeline that uses one that uses another runs with the datasets of both', async () => {
  await using desk = await makeDesk(files, { KEY: 'planted-s3cret' })
  const { status, stdout, stderr } = await desk.millrace('run', 'nested')
  assert.equal(status, 0, stderr + stdout)
  assert.equal(readFileSync(join(desk.folder, 'out/count.csv'), 'utf8'), 'rows\n5\n')
  assert.match(stdout, /all\/eu\/tidy-up +success/)
})

it('what goes wrong inside is told with its place in the file of the used pipeline', async () => {
  const wrong = clean.replace(
    'select id, amount, ${{',
    "select id, amount, json_extract('{', '$.x') as x, ${{",
  )
  await using desk = await makeDesk({ ...files, 'shared/clean.yml': wrong }, { KEY: 'planted-s3cret' })
  const { status, stderr } = await desk.millrace('run', 'all')
  assert.equal(status, 2)
  assert.match(stderr, /malformed JSON/)
  assert.match(stderr, /shared\/clean\.yml:14:\d+/)
  assert.match(stderr, /✖ eu .*\n +"eu\/tidy-up" failed \[uses\/failed\]/)
})

it('a secret that only the used pipeline names must be set', async () => {
  await using desk = await makeDesk(files)
  const { status, stderr } = await desk.millrace('run', 'all')
  assert.notEqual(status, 0)
  assert.match(stderr, /secret KEY/)
})

it('mistakes of a used pipeline are told in its own file, once, also when only its user is named', async () => {
  const wrong = clean.replace('needs: orders', 'needs: ordrs')
  await using desk = await makeDesk({ ...files, 'shared/clean.yml': wrong })
  const { status, stdout, stderr } = await desk.millrace('validate', 'pipelines/all.yml')
  const said = stdout + stderr
  assert.equal(status, 1)
  assert.equal(said.match(/needs "ordrs"/g)?.length, 1, said)
  assert.match(said, /shared\/clean\.yml:12:12/)
  assert.match(said, /pipelines\/all\.yml:5:15/)
})

it('the plan names the steps inside, and a job that has them is named without a slash', async () => {
  await using desk = await makeDesk(files)
  const { status, stdout } = await desk.millrace('plan', 'nested', '--format', 'json')
  assert.equal(status, 0)
  const plan: { jobs: { id: string }[]; used?: unknown; manifest?: unknown } = JSON.parse(stdout)
  assert.deepEqual([plan.used, plan.manifest], [undefined, undefined])
  for (const { id } of plan.jobs) assert.match(id, /^[A-Za-z_][\w.-]*$/)
})

it('rows that a pipeline rejects which is used for each leg are told with the step, and stay to be mended by a backfill', async () => {
  await using desk = await makeDesk({
    'a.csv': 'id,n\n1,2\n2,x\n',
    'b.csv': 'id,n\n3,4\n',
    'pipelines/each.yml': `inputs: { shop: { required: true } }
steps: { rows: { extract: { csv: '\${{ inputs.shop }}.csv', columns: { id: integer, n: integer }, rejects: { max: 5 } } } }
datasets: { rows: rows }
`,
    'pipelines/all.yml': `steps:
  orders: { strategy: { matrix: { shop: [a, b] } }, uses: ./pipelines/each.yml, with: { shop: '\${{ matrix.shop }}' } }
`,
  })
  const backfill = () => desk.millrace('backfill', 'all', '--from', '2026-01-01', '--to', '2026-01-02')
  assert.match((await desk.millrace('run', 'all')).stdout, /orders +success +2 .* 2 legs, 1 rejected/)
  assert.match((await desk.millrace('runs', 'latest')).stdout, /orders .*1 rejected/)
  assert.match((await backfill()).stdout, /1 rejected/)
  assert.match((await backfill()).stdout, /1 rejected/)
  await desk.write('a.csv', 'id,n\n1,2\n2,3\n')
  assert.doesNotMatch((await backfill()).stdout, /rejected/)
  assert.match((await backfill()).stdout, /done/)
})
