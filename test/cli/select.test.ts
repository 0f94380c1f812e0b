import assert from 'node:assert/strict'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { type Desk, makeDesk } from '../support/cli.ts'

const manifest = (factor = 1) => `
name: P
connections: { db: "sqlite:out.sqlite" }
steps:
  orders: { extract: { csv: orders.csv }, tags: [raw] }
  count: { run: 'echo "n=7" >> "$GITHUB_OUTPUT"' }
  daily: { needs: [orders], transform: { sql: select sum(v) * ${factor} as total from orders } }
  publish: { load: { from: daily, into: db, table: t, mode: replace } }
  tell: { needs: [publish, count], run: 'echo $N > told', env: { N: "\${{ needs.count.outputs.n }}" } }
`

async function desk(): Promise<Desk> {
  return makeDesk({ 'pipelines/p.yml': manifest(), 'orders.csv': 'id,v\n1,2\n2,5\n' })
}

interface Told {
  readonly result: string
  readonly steps: readonly {
    id: string
    result: string
    unselected?: true
    note?: string
    failure?: { code: string }
  }[]
}

async function reportOf(place: Desk): Promise<Told> {
  return JSON.parse((await place.millrace('report', 'latest', '--format', 'json')).stdout) as Told
}

function total(place: Desk): unknown {
  using database = new DatabaseSync(join(place.folder, 'out.sqlite'))
  return database.prepare('select total from t').get()?.['total']
}

describe('run --select', () => {
  it('runs a part on the rows of the latest run that has them, and says whose they are', async () => {
    await using place = await desk()
    assert.equal((await place.millrace('run', 'p')).status, 0)
    await place.write('orders.csv', 'id,v\n1,100\n')
    await place.write('pipelines/p.yml', manifest(10))
    const { status, stdout, stderr } = await place.millrace(
      'run',
      'p',
      '--select',
      'daily',
      '--select',
      'publish',
    )
    assert.equal(status, 0, stderr)
    assert.equal(total(place), 70, 'the orders of the run before, the query of now')
    assert.match(stdout, /3 steps not selected/)
    assert.doesNotMatch(stdout, /tell +skipped/)
    const { result, steps } = await reportOf(place)
    assert.equal(result, 'success')
    assert.match(steps.find(({ id }) => id === 'orders')?.note ?? '', /^rows of run \S+$/)
    assert.deepEqual(
      steps.filter(({ unselected }) => unselected === true).map(({ id }) => id),
      ['orders', 'count', 'tell'],
    )
  })

  it('tells when the rows it takes up are those of another definition or date', async () => {
    await using place = await desk()
    assert.equal((await place.millrace('run', 'p', '--date', '2026-03-01')).status, 0)
    await place.write('pipelines/p.yml', manifest(10))
    const { stderr } = await place.millrace('run', 'p', '--select', 'publish')
    assert.match(stderr, /rows of run \S+ \(2026-03-01\); its definition has changed since/)
    assert.equal(total(place), 7)
  })

  it('fails what needs rows or outputs that no run has, and not what merely waits', async () => {
    await using place = await desk()
    const alone = await place.millrace('run', 'p', '--select', 'publish')
    assert.equal(alone.status, 2)
    assert.match(alone.stderr, /"daily" is not selected, and no earlier run of "p" is kept that has its rows/)
    assert.match(alone.stderr, /--select \+publish/)
    const outputs = await place.millrace('run', 'p', '--select', 'tell')
    assert.match(outputs.stderr, /"count" is not selected, .* that has its outputs/)
    assert.equal((await place.millrace('run', 'p', '--select', 'tell count')).status, 0)
  })

  it('does not take up rows whose file is gone', async () => {
    await using place = await desk()
    assert.equal((await place.millrace('run', 'p')).status, 0)
    const { run } = JSON.parse((await place.millrace('report', 'latest', '--format', 'json')).stdout) as {
      run: { id: string }
    }
    await rm(join(place.folder, '.millrace/runs', run.id, 'datasets/daily.sqlite'))
    assert.match((await place.millrace('run', 'p', '--select', 'publish')).stderr, /run\/not-selected/)
  })

  it('selects by tag, kind and what failed, and shows it in the plan', async () => {
    await using place = await desk()
    await place.write(
      'pipelines/p.yml',
      manifest().replace('sum(v)', 'sum(w)').replace('csv: orders.csv', 'csv: "*.csv"'),
    )
    const planned = await place.millrace('plan', 'p', '--select', 'tag:raw+1 kind:load')
    assert.match(planned.stdout, /3 steps in .*2 steps not selected/s)
    assert.equal((await place.millrace('run', 'p', '--select', 'failed')).status, 64)
    assert.equal((await place.millrace('run', 'p')).status, 2)
    await place.write('pipelines/p.yml', manifest())
    const { status, stderr } = await place.millrace('run', 'p', '--select', 'failed')
    assert.equal(status, 0, stderr)
    assert.doesNotMatch(stderr, /✔ orders/)
    assert.equal(total(place), 7)
  })

  it('sees into a pipeline that is used, and takes up what that handed on', async () => {
    await using place = await makeDesk({
      'orders.csv': 'id,v\n1,2\n2,5\n',
      'pipelines/clean.yml': `
name: Clean
outputs: { total: "\${{ needs.count.outputs.n }}" }
datasets: { daily: tidy }
steps:
  orders: { extract: { csv: orders.csv } }
  tidy: { needs: [orders], transform: { sql: "select * from orders where v > 3" } }
  count: { needs: [tidy], run: 'echo n=4 >> "$GITHUB_OUTPUT"' }
`,
      'pipelines/p.yml': `
name: P
connections: { db: "sqlite:out.sqlite" }
steps:
  clean: { uses: ./pipelines/clean.yml }
  publish: { load: { from: clean, into: db, table: t, mode: replace } }
  tell: { needs: [clean], run: 'echo "total $T" > told', env: { T: "\${{ needs.clean.outputs.total }}" } }
`,
    })
    const told = async (select: string) => {
      const { status, stderr } = await place.millrace('run', 'p', '--select', select)
      assert.equal(status, 0, stderr)
      return [...stderr.matchAll(/^([✔○]) (\S+) +.*?(rows|outputs) of run|^(✔) (\S+)/gm)].map(
        ([, mark = '✔', step, what, , own]) =>
          `${mark} ${step ?? own}${what === undefined ? '' : ` ${what}`}`,
      )
    }
    assert.deepEqual(await told('clean'), ['✔ clean/orders', '✔ clean/tidy', '✔ clean/count', '✔ clean'])
    assert.deepEqual(await told('publish'), ['○ clean/tidy rows', '✔ publish'])
    assert.deepEqual(await told('tell'), ['○ clean outputs', '✔ tell'])
    assert.deepEqual(await told('clean/* !clean/orders'), [
      '○ clean/orders rows',
      '✔ clean/tidy',
      '✔ clean/count',
    ])
  })

  it('that names nothing is wrong usage with a hint', async () => {
    await using place = await desk()
    const { status, stderr } = await place.millrace('run', 'p', '--select', 'dayly')
    assert.equal(status, 64)
    assert.match(stderr, /"dayly" is not a step of "p"/)
    assert.match(stderr, /did you mean "daily"\?/)
  })
})

it('run --select asks only for the secrets of what it runs, and says whose is missing', async () => {
  await using place = await makeDesk({
    'pipelines/p.yml': `
connections: { wh: "\${{ secrets.WH_URL }}" }
steps:
  a: { run: 'true' }
  b: { run: 'true', env: { KEY: "\${{ secrets.SOME_KEY }}" } }
  c: { extract: { csv: c.csv } }
  d: { load: { from: c, into: wh, table: t } }
`,
    'c.csv': 'id\n1\n',
  })
  assert.equal((await place.millrace('run', 'p', '--select', 'a c')).status, 0)
  const { status, stderr } = await place.millrace('run', 'p')
  assert.equal(status, 2)
  assert.match(stderr, /not set: secret SOME_KEY of step "b", secret WH_URL of step "d"/)
})

it('run --select failed means what stands as failed, whatever was run by parts since, and says of which run there is none', async () => {
  await using place = await makeDesk({
    'pipelines/p.yml': "steps:\n  a: { run: '[ -e fixed ]' }\n  b: { run: 'true' }\n",
  })
  assert.equal((await place.millrace('run', 'p')).status, 2)
  assert.equal((await place.millrace('run', 'p', '--select', 'b')).status, 0)
  await place.write('fixed', '')
  const again = await place.millrace('run', 'p', '--select', 'failed')
  assert.equal(again.status, 0, again.stderr)
  const ran = (await reportOf(place)).steps.filter(({ unselected }) => unselected !== true)
  assert.deepEqual(
    ran.map(({ id }) => id),
    ['a'],
  )
  const none = await place.millrace('run', 'p', '--select', 'failed')
  assert.equal(none.status, 64)
  assert.match(none.stderr, /no step fits the selection "failed": no step failed in run \d{8}-/)
})

describe('run --select inside a pipeline that is used', () => {
  const child = (x: string) => `
outputs: { n: "\${{ needs.count.outputs.n }}" }
steps:
  x: { run: '${x}' }
  count: { run: 'echo n=7 >> "$GITHUB_OUTPUT"' }
`
  const root = `
steps:
  c: { uses: ./pipelines/child.yml }
  after: { needs: [c], run: 'echo "$N" > told', env: { N: "\${{ needs.c.outputs.n }}" } }
`

  it('what comes after it is judged by the steps of it that were run', async () => {
    await using place = await makeDesk({ 'pipelines/p.yml': root, 'pipelines/child.yml': child('true') })
    const only = ['run', 'p', '--select', 'c/x after'] as const
    assert.match((await place.millrace(...only)).stdout, /"count" is not selected, and no earlier run/)
    assert.equal((await place.millrace('run', 'p')).status, 0)
    await rm(join(place.folder, 'told'))
    assert.equal((await place.millrace(...only)).status, 0)
    assert.equal(await readFile(join(place.folder, 'told'), 'utf8'), '7\n')
    await place.write('pipelines/child.yml', child('exit 3'))
    await rm(join(place.folder, 'told'))
    assert.equal((await place.millrace(...only)).status, 2)
    assert.deepEqual(
      (await reportOf(place)).steps.map(({ id, result }) => `${id} ${result}`),
      ['c/x failure', 'c/count skipped', 'c failure', 'after skipped'],
    )
  })
})
