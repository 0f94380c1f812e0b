import assert from 'node:assert/strict'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { claimRun } from '../../src/adapters/run-folder/run-process.ts'
import { decodeEvents } from '../support/decode-events.ts'
import { filesBelow, makeSite, type Outcome, rowsOf, type Site, told } from './rig.ts'

const count = 3000
const orders = `id,v\n${Array.from({ length: count }, (_, n) => `${n},${n % 97}`).join('\n')}\n`

/** Every kind of step, a mapped one, a pipeline that is used; loads that would double if they were made twice. */
const manifest = `
name: All kinds
connections: { db: "sqlite:target.sqlite" }
steps:
  orders: { extract: { csv: orders.csv } }
  script:
    run: { output: csv, script: "sleep 0.2; printf 'id,w\\\\n1,a\\\\n' > \\"$MILLRACE_OUTPUT\\"" }
  legs:
    needs: [script]
    strategy: { matrix: { n: [1, 2, 3, 4] }, max-parallel: 2 }
    env: { N: "\${{ matrix.n }}" }
    run: { output: csv, script: "sleep 0.1; echo $N >> ran; printf \\"k\\\\n$N\\\\n\\" > \\"$MILLRACE_OUTPUT\\"" }
  tidy: { needs: [orders], transform: { module: "./tidy.ts#tidy" } }
  joined: { needs: [tidy, script], transform: { sql: "select t.id, t.v, s.w from tidy t left join script s using (id)" } }
  table: { load: { from: joined, into: db, table: t, mode: append } }
  more: { needs: [table], load: { from: legs, into: db, table: u, mode: append } }
  file: { needs: [more], load: { from: joined, file: out/t.csv } }
`

const tidy = `export async function* tidy(batches) { for await (const batch of batches) yield batch }\n`

const begin = () => makeSite({ 'p.yml': manifest, 'orders.csv': orders, 'tidy.ts': tidy })

/** What a run leaves: the tables without what names the run, and the file. */
async function left(site: Site): Promise<unknown> {
  const rows = (sql: string) => rowsOf(site.path('target.sqlite'), sql)
  return {
    t: rows('select count(*) as n, count(distinct id) as ids, sum(v) as v, count(w) as w from t'),
    u: rows('select k, n from u order by k'),
    loads: rows('select step, target, rows from _millrace_loads order by step'),
    file: await readFile(site.path('out/t.csv'), 'utf8'),
  }
}

/** Kills the run when it has told so many events. */
async function killedAfter(site: Site, events: number): Promise<Outcome> {
  const { child, ended } = site.start('run', 'p.yml', '--format', 'jsonl')
  let seen = 0
  child.stdout?.on('data', (chunk: Buffer) => {
    seen += chunk.toString().split('\n').length - 1
    if (seen >= events) child.kill('SIGKILL')
  })
  return ended
}

describe('a run that is killed and resumed', { concurrency: 2 }, () => {
  for (const events of [4, 8, 13, 22]) {
    it(`at event ${events} leaves what a run that was not killed leaves, and doubles nothing`, async () => {
      await using clean = await begin()
      await using site = await begin()
      const whole = await clean.cli('run', 'p.yml')
      assert.equal(whole.status, 0, whole.stdout + whole.stderr)
      await killedAfter(site, events)
      const before = await doneIn(site)
      const after = told(await site.cli('run', '--resume', 'latest', '--format', 'jsonl'))
      assert.equal(after.status, 0, after.stderr)
      assert.deepEqual(await left(site), await left(clean))
      if (after.last === undefined) return assert.match(after.stderr, /nothing to resume/)
      assert.equal(after.last.result, 'success')
      const kept = Object.entries(after.last.steps).flatMap(([id, { cached }]) =>
        cached === true ? [id] : [],
      )
      for (const step of before) assert(kept.includes(step), `${step} was done, and was run again`)
      assert.deepEqual(await datasets(site), await datasets(clean))
      const again = await site.cli('run', '--resume', 'latest')
      assert.match(again.stderr, /ended with success: there is nothing to resume/)
    })
  }

  it('after its events were torn, goes on from the last whole one', async () => {
    await using site = await begin()
    await writeFile(site.path('tidy.ts'), tidy.replace('yield batch', 'throw new Error("no")'))
    assert.equal((await site.cli('run', 'p.yml')).status, 2)
    const [run = ''] = await runs(site)
    const events = site.path(`.millrace/runs/${run}/events.jsonl`)
    const lines = (await readFile(events, 'utf8')).trimEnd().split('\n').slice(0, -1)
    await writeFile(events, lines.join('\n'))
    await appendFile(events, '\n{"schema":1,"type":"step-fini')
    await mkdir(site.path(`.millrace/runs/${run}/scratch/tidy-1/out`), { recursive: true })
    await writeFile(site.path(`.millrace/runs/${run}/scratch/tidy-1/out/dataset.sqlite`), 'half')
    await writeFile(site.path('tidy.ts'), tidy)
    const after = await site.cli('run', 'p.yml', '--resume', run)
    assert.equal(after.status, 0, after.stderr)
    assert.deepEqual((await readFile(site.path('ran'), 'utf8')).trim().split('\n').toSorted(), [
      '1',
      '2',
      '3',
      '4',
    ])
  })
})

describe('a mapped step that is resumed', () => {
  it('runs only the legs that did not succeed', async () => {
    await using site = await makeSite({
      'p.yml': `
name: Legs
steps:
  legs:
    strategy: { matrix: { n: [1, 2, 3, 4] }, fail-fast: false }
    env: { N: "\${{ matrix.n }}" }
    run: { output: csv, script: "echo $N >> ran; test $N != 3 || test -e $PWD/ok; printf \\"k\\\\n$N\\\\n\\" > \\"$MILLRACE_OUTPUT\\"" }
`,
    })
    const first = await site.cli('run', 'p.yml')
    assert.equal(first.status, 2, first.stderr)
    await writeFile(site.path('ok'), '')
    const after = told(await site.cli('run', '--resume', 'latest', '--format', 'jsonl'))
    assert.equal(after.status, 0, after.stderr)
    const ran = (await readFile(site.path('ran'), 'utf8')).trim().split('\n')
    assert.deepEqual([ran.slice(0, 4).toSorted(), ran.slice(4)], [['1', '2', '3', '4'], ['3']])
    assert.equal(after.step('legs').rows, 4)
  })
})

describe('the latest run', () => {
  it('of a pipeline that is named is the one to go on with, whatever ran after it', async () => {
    await using site = await begin()
    await writeFile(site.path('q.yml'), 'name: Q\nsteps: { a: { run: "false" } }\n')
    await writeFile(site.path('r.yml'), 'name: R\nsteps: { a: { run: "test -e ok" } }\n')
    assert.equal((await site.cli('run', 'r.yml')).status, 2)
    assert.equal((await site.cli('run', 'q.yml')).status, 2)
    await writeFile(site.path('ok'), '')
    const after = told(await site.cli('run', 'r.yml', '--resume', 'latest', '--format', 'jsonl'))
    assert.equal(after.status, 0, after.stderr)
    assert.deepEqual((await runs(site)).length, 2)
  })
})

describe('a resume that cannot be', () => {
  it('is refused while the run is at work, for another pipeline, another input, or what has changed', async () => {
    await using site = await begin()
    await writeFile(site.path('q.yml'), 'name: Q\nsteps: { a: { run: "true" } }\n')
    await writeFile(site.path('tidy.ts'), tidy.replace('yield batch', 'throw new Error("no")'))
    assert.equal((await site.cli('run', 'p.yml')).status, 2)
    const [run = ''] = await runs(site)
    const atWork = claimRun(site.path(`.millrace/runs/${run}`))
    const refused = await site.cli('run', '--resume', run)
    assert.match(
      refused.stderr,
      new RegExp(`run \\S+ of p\\.yml is still at work \\(process ${process.pid}\\)`),
    )
    atWork[Symbol.dispose]()
    // A process with the number of one that was killed, as the first of each container is.
    await writeFile(site.path(`.millrace/runs/${run}/process`), `${process.pid}\n`)
    const other = await site.cli('run', 'q.yml', '--resume', run)
    assert.equal(other.status, 64)
    assert.match(other.stderr, /is one of p\.yml/)
    const none = await site.cli('run', 'q.yml', '--resume', 'latest')
    assert.match(none.stderr, /no run of q\.yml is kept here/)
    const unknown = await site.cli('run', '--resume', 'nonsense')
    assert.match(unknown.stderr, /there is no run "nonsense"[\s\S]*millrace runs/)
    assert.equal((await site.cli('run', '--resume', run, '--input', 'a=b')).status, 64)
    assert.equal((await site.cli('run', '--resume', '20200101-000000-aaaa')).status, 64)
    assert.equal((await site.cli('run')).status, 64)
    await writeFile(site.path('tidy.ts'), tidy)
    await writeFile(site.path('p.yml'), manifest.replace('orders.csv }', 'orders.csv, delimiter: "," }'))
    const changed = await site.cli('run', '--resume', run)
    assert.equal(changed.status, 2)
    assert.match(
      changed.stderr,
      /has done "orders" already, and what that does has changed since.*--allow-changed/s,
    )
    assert.equal((await site.cli('run', '--resume', run, '--allow-changed')).status, 0)
  })
})

describe('a load that is done, of a run that is resumed', () => {
  it('is made again, and nothing else that is done, where its table is gone and a step to run needs it', async () => {
    await using site = await makeSite({
      'p.yml': `
connections: { db: "sqlite:\${{ vars.DB }}" }
steps:
  rows: { extract: { csv: rows.csv } }
  kept: { load: { from: rows, into: db, table: kept, mode: append } }
  viewed: { load: { from: rows, into: db, table: viewed, mode: append } }
  lost: { load: { from: rows, into: db, table: lost, mode: append } }
  before: { needs: [lost], load: { from: rows, into: db, table: before, mode: append } }
  legs: { strategy: { matrix: { n: [1, 2] } }, load: { from: rows, into: db, table: legs, mode: append } }
  own: { strategy: { matrix: { n: [1, 2, 3] } }, load: { from: rows, into: db, table: "own_\${{ matrix.n }}", mode: append } }
  after: { needs: [lost, own], run: "echo after >> ran" }
  last: { needs: [after, kept, viewed, before, legs, own], run: "test -e ok" }
`,
      'rows.csv': 'id\n1\n2\n',
      '.env': 'DB=a.sqlite\n',
    })
    assert.equal((await site.cli('run', 'p.yml')).status, 2)
    using database = new DatabaseSync(site.path('a.sqlite'))
    database.exec(`
      drop table lost; drop table before; drop table legs; drop table own_2;
      drop table viewed; create view viewed as select 1 as id`)
    const after = await site.cli('run', '--resume', 'latest')
    assert.match(after.stderr, /: 5 steps to run, 4 steps done before\n/)
    assert.match(after.stderr, /lost is run again: the table that it had loaded is not there any more\n/)
    assert.match(after.stderr, /own is run again \(1 leg\): the table/)
    assert.doesNotMatch(after.stderr, /viewed|kept|asked/)
    const rows = (table: string) =>
      Object.values(database.prepare(`select count(*) from ${table}`).get() ?? {})
    const tables = ['kept', 'lost', 'before', 'legs', 'own_1', 'own_2', 'own_3']
    assert.deepEqual(tables.flatMap(rows), [2, 2, 2, 4, 2, 2, 2])
    const [run = ''] = await runs(site)
    const events = decodeEvents(await readFile(site.path(`.millrace/runs/${run}/events.jsonl`), 'utf8'))
    const begun = events.filter((event) => event.type === 'leg-finished' && event.step === 'own')
    assert.equal(begun.length, 3 + 1)
    assert.equal(await readFile(site.path('ran'), 'utf8'), 'after\n')
  })

  const staged = {
    'p.yml': `
connections: { db: "sqlite:\${{ secrets.DB }}" }
steps:
  rows: { extract: { csv: rows.csv } }
  stage: { load: { from: rows, into: db, table: staging, mode: replace } }
  legs: { strategy: { matrix: { n: [1, 2] } }, load: { from: rows, into: db, table: "part_\${{ matrix.n }}", mode: replace } }
  publish: { needs: [stage, legs], run: node publish.mjs }
  last: { needs: [publish], run: "test -e ok" }
`,
    'rows.csv': 'id\n1\n2\n3\n',
    'publish.mjs': `
import { DatabaseSync } from 'node:sqlite'
new DatabaseSync('a.sqlite').exec(\`create table if not exists final (id);
  insert into final select id from staging; drop table staging; drop table part_1\`)
`,
    '.env': 'DB=a.sqlite\n',
  }

  it('is left as it is where what is done has used up its table', async () => {
    await using site = await makeSite(staged)
    assert.equal((await site.cli('run', 'p.yml')).status, 2)
    const after = await site.cli('run', '--resume', 'latest')
    assert.match(after.stderr, /: 1 step to run, 4 steps done before\n/)
    assert.match(after.stderr, /stage is not run again, though the table .* all that needs it is done\n/)
    assert.match(after.stderr, /legs is not run again \(1 leg\), though the table/)
    assert.deepEqual(rowsOf(site.path('a.sqlite'), 'select count(*) as n from final'), [{ n: 3 }])
    await writeFile(site.path('ok'), '')
    assert.equal((await site.cli('run', '--resume', 'latest')).status, 0)
    assert.deepEqual(rowsOf(site.path('a.sqlite'), 'select count(*) as n from final'), [{ n: 3 }])
  })

  it('that fails when it is made again has nothing run again that was done before', async () => {
    await using site = await makeSite({
      ...staged,
      'p.yml': staged['p.yml']
        .replace('table: staging', 'table: "${{ vars.T }}"')
        .replace('last: { needs: [publish]', 'last: { needs: [publish, stage, each]')
        .replace(
          '  last:',
          '  each: { needs: [stage], strategy: { matrix: { n: [1, 2] }, fail-fast: false }, env: { N: "${{ matrix.n }}" }, run: "echo $N >> ran; test $N = 1 || test -e ok" }\n  last:',
        ),
      '.env': 'DB=a.sqlite\nT=staging\n',
    })
    assert.equal((await site.cli('run', 'p.yml')).status, 2)
    await writeFile(site.path('.env'), 'DB=a.sqlite\nT=no_such.staging\n')
    const failed = await site.cli('run', '--resume', 'latest')
    assert.equal(failed.status, 2)
    assert.match(failed.stdout, /stage +failure/)
    await writeFile(site.path('.env'), 'DB=a.sqlite\nT=staging\n')
    const unmended = await site.cli('run', '--resume', 'latest')
    assert.match(unmended.stderr, /: 3 steps to run, 3 steps done before\n/)
    assert.match(unmended.stdout, /stage +success/)
    await writeFile(site.path('ok'), '')
    const after = await site.cli('run', '--resume', 'latest')
    assert.equal(after.status, 0, after.stdout + after.stderr)
    assert.deepEqual(rowsOf(site.path('a.sqlite'), 'select count(*) as n from final'), [{ n: 3 }])
    assert.deepEqual((await readFile(site.path('ran'), 'utf8')).split('\n').toSorted().join(''), '1222')
  })

  it('is left as it is where its database cannot be asked, and the run says why', async () => {
    await using site = await makeSite(staged)
    assert.equal((await site.cli('run', 'p.yml')).status, 2)
    await mkdir(site.path('hidden'))
    await writeFile(site.path('.env'), 'DB=hidden\n')
    const { stderr, status } = await site.cli('run', '--resume', 'latest')
    assert.equal(status, 2)
    assert.match(stderr, /: 1 step to run, 4 steps done before\n/)
    assert.match(stderr, /loaded by stage, legs is still there could not be asked; it is not run again: .+\n/)
    assert(!stderr.includes('hidden'), stderr)
  })

  it('is left as it is, leg by leg, where there was nothing to load', async () => {
    await using site = await makeSite({
      'p.yml': `
connections: { db: "sqlite:a.sqlite" }
steps:
  rows: { extract: { csv: rows.csv, allow-empty: true, columns: { id: integer } } }
  own: { strategy: { matrix: { n: [1, 2] }, fail-fast: false }, load: { from: rows, into: db, table: "own_\${{ matrix.n }}", mode: append, allow-empty: true } }
`,
      'rows.csv': 'id\n',
    })
    using database = new DatabaseSync(site.path('a.sqlite'))
    database.exec('create view own_2 as select 1 as id')
    assert.equal((await site.cli('run', 'p.yml')).status, 2)
    database.exec('drop table if exists own_1; drop view own_2')
    const after = await site.cli('run', '--resume', 'latest', '--format', 'jsonl')
    assert.equal(after.status, 0, after.stderr)
    assert.doesNotMatch(after.stderr, /again/)
    assert.equal(told(after).events.filter(({ type }) => type === 'leg-finished').length, 1)
  })
})

/** The steps of the one run here of whose success its folder tells. */
async function doneIn(site: Site): Promise<string[]> {
  const [run = ''] = await runs(site)
  const lines = (await readFile(site.path(`.millrace/runs/${run}/events.jsonl`), 'utf8')).split('\n')
  return lines.flatMap(
    (line) => /"type":"step-finished","step":"(\w+)","result":"success"/.exec(line)?.[1] ?? [],
  )
}

async function runs(site: Site): Promise<string[]> {
  const found = await filesBelow(site.path('.millrace/runs'))
  return [...new Set([...found.keys()].map((path) => path.split('/.millrace/runs/')[1]?.split('/')[0] ?? ''))]
}

async function datasets(site: Site): Promise<unknown> {
  const [run = ''] = await runs(site)
  const folder = site.path(`.millrace/runs/${run}/datasets`)
  return ['orders', 'script', 'legs', 'tidy', 'joined'].map((step) =>
    rowsOf(join(folder, `${step}.sqlite`), `select * from ${step}`),
  )
}
