import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

describe('init and run', () => {
  it('writes a pipeline that runs at once, and never overwrites', async () => {
    await using desk = await makeDesk({ '.gitignore': 'dist\n', 'data/orders.csv': 'of,another,kind\n' })
    const first = await desk.millrace('init')
    assert.equal(first.status, 0, first.stderr)
    assert.match(first.stdout, /written +pipelines\/daily-sales\.yml/)
    assert.equal(await readFile(join(desk.folder, '.gitignore'), 'utf8'), 'dist\n.millrace/\n.env\n')
    const ran = await desk.millrace('run', 'daily-sales')
    assert.equal(ran.status, 0, ran.stderr)
    assert.match(ran.stdout, /✔ +publish +success +9/)
    assert.match(ran.stdout, /table daily_sales in \.millrace\/sales\.sqlite/)
    using database = new DatabaseSync(join(desk.folder, '.millrace/sales.sqlite'))
    assert.equal(database.prepare('select count(*) as n from daily_sales').get()?.['n'], 9)
    const again = await desk.millrace('init')
    assert.match(again.stdout, /kept +pipelines\/daily-sales\.yml/)
    assert.match(again.stdout, /kept +\.gitignore/)
  })

  it('tells of rejected rows once, cuts nothing that is piped, and shows no expression for a name', async () => {
    const manifest = `inputs: { to: { default: kept } }
connections: { lite: 'sqlite:lite.db' }
steps:
  some: { extract: { csv: a.csv, columns: { id: integer }, rejects: { max: 1 } } }
  to-a-table-with-a-rather-long-name: { load: { from: some, into: lite, table: 'all_of_the_rows_that_were_\${{ inputs.to }}', mode: merge, key: id } }
  none: { extract: { csv: a.csv, columns: { id: integer } } }
`
    await using desk = await makeDesk({ 'a.csv': 'id\n1\nx\n', 'pipelines/p.yml': manifest })
    const { stdout, stderr } = await desk.millrace('run', 'p')
    assert.match(stderr, /some .* 1 row .*· 1 rejected ·/)
    assert.match(stdout, /none +failure .* 1 of 2 rows rejected, at most 0 allowed\n/)
    assert.match(stdout, /: 1 row inserted, 0 changed, 0 unchanged/)
    assert.match(stdout, /→ table of to-a-table-with-a-rather-long-name in lite\.db\n/)
  })

  it('tells machines one event a line, the first and the last as promised, and keeps a report', async () => {
    await using desk = await makeDesk()
    await desk.millrace('init')
    const { status, stdout } = await desk.millrace(
      'run',
      'daily-sales',
      '--format',
      'jsonl',
      '--input',
      'region=north',
    )
    assert.equal(status, 0)
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.equal(events[0]?.['type'], 'run-started')
    const last = events.at(-1)
    assert.equal(last?.['type'], 'run-finished')
    assert.equal(last['result'], 'success')
    const id = String(last['run'])
    for (const file of ['report.md', 'report.json', 'events.jsonl'])
      assert.ok(existsSync(join(desk.folder, '.millrace/runs', id, file)), file)
    const report = await desk.millrace('report', id, '--format', 'json')
    assert.equal((JSON.parse(report.stdout) as { result: string }).result, 'success')
    const { intents } = JSON.parse((await desk.millrace('report', 'latest', '--dry-run')).stdout) as {
      intents: { type: string; files: { path: string }[] }[]
    }
    assert.deepEqual(
      intents.map(({ type, files }) => [type, files.map(({ path }) => path)]),
      [['commit-files', ['data/daily-sales.csv']]],
    )
  })

  it('runs for the date that is asked for, and says how to do that again', async () => {
    await using desk = await makeDesk({
      'pipelines/dated.yml':
        'name: D\non: { schedule: [{ cron: "0 6 * * *", timezone: Europe/Berlin }] }\n' +
        'steps:\n  a: { run: \'echo "$MILLRACE_DATE $MILLRACE_AT" > told\' }\n',
    })
    const { status, stderr } = await desk.millrace('run', 'dated', '--date', '2026-03-29')
    assert.equal(status, 0, stderr)
    assert.equal(await readFile(join(desk.folder, 'told'), 'utf8'), '2026-03-29 2026-03-28T23:00:00.000Z\n')
    const report = await desk.millrace('report', 'latest', '--format', 'markdown')
    assert.match(report.stdout, /millrace run pipelines\/dated\.yml --date 2026-03-29/)
    assert.match((await desk.millrace('plan', 'dated', '--date', '2026-03-29')).stdout, /2026-03-29/)
  })

  it('ends with 2 when a step fails and 3 when that is tolerated', async () => {
    await using desk = await makeDesk({
      'pipelines/fails.yml': 'name: F\nsteps:\n  a: { run: exit 7 }\n',
      'pipelines/borne.yml': 'name: B\nsteps:\n  a: { run: exit 7, continue-on-error: true }\n',
      'pipelines/secret.yml': 'name: S\nsteps:\n  a: { run: "true", env: { T: "${{ secrets.GONE }}" } }\n',
    })
    const failed = await desk.millrace('run', 'fails')
    assert.equal(failed.status, 2)
    assert.match(failed.stdout, /✖ +a +failure/)
    assert.equal((await desk.millrace('run', 'borne')).status, 3)
    const missing = await desk.millrace('run', 'secret')
    assert.equal(missing.status, 2)
    assert.match(missing.stderr, /secret GONE/)
    const issue = await desk.millrace('report', 'latest', '--dry-run')
    assert.equal(issue.status, 0, issue.stderr)
  })

  it('finds a connection that no driver takes before any step runs', async () => {
    const load = 'steps:\n  a: { extract: { csv: a.csv } }\n  b: { run: touch began }\n'
    await using desk = await makeDesk(
      {
        'a.csv': 'x\n1\n',
        'pipelines/odd.yml': `name: O\nconnections: { w: "\${{ secrets.W }}" }\n${load}  p: { load: { from: a, into: w, table: t, mode: append } }\n`,
      },
      { W: 'mssql://u:hunter2@host/db' },
    )
    const { status, stderr, stdout } = await desk.millrace('run', 'odd')
    assert.equal(status, 2)
    assert.match(
      stderr,
      /connection "w": [^]*no postgres:\/\/, mysql:\/\/ or mariadb:\/\/ URL, nor sqlite:path [^]*\[database\/connection\]/,
    )
    assert.ok(!existsSync(join(desk.folder, 'began')))
    assert.ok(!`${stdout}${stderr}`.includes('hunter2'))
  })

  it('stops what runs when it is interrupted, and says that it was cancelled', async () => {
    await using desk = await makeDesk({
      'pipelines/slow.yml': 'name: Slow\nsteps:\n  a: { run: "touch began; sleep 60" }\n',
    })
    const script = `$MILLRACE run slow & pid=$!; until [ -e began ]; do sleep 0.1; done; kill -TERM $pid; wait $pid; echo "status $?"`
    const { stdout } = await desk.shell(script)
    assert.match(stdout, /cancelled/)
    assert.match(stdout, /status 2\n$/)
  })

  it('tells a run that is still at work from one that was killed, and speaks of no runner', async () => {
    await using desk = await makeDesk({
      'pipelines/slow.yml':
        'name: Slow\nsteps:\n  a: { run: "touch began; sleep 60" }\n  b: { needs: [a], run: "true" }\n',
    })
    const { stdout } = await desk.shell(
      `$MILLRACE run slow & pid=$!; until [ -e began ]; do sleep 0.1; done
       $MILLRACE report latest; $MILLRACE report latest --format json; echo "status $?"; kill -KILL $pid; wait $pid
       $MILLRACE report latest; $MILLRACE report latest --format markdown`,
    )
    assert.match(stdout, /still at work \(process \d+\): 0 of 2 steps ended so far\nstatus 2\n/)
    assert.match(stdout, /✖ +a +failure/)
    assert.match(stdout, /was it killed\?/)
    assert.match(stdout, /○ +b +skipped/)
    assert.doesNotMatch(stdout, /runner|the job/)
  })

  it('shows a run in groups in the log of a GitHub job, and no line of a step is a command', async () => {
    const files = { 'pipelines/loud.yml': 'name: Loud\nsteps:\n  a: { run: "echo ::error::planted" }\n' }
    await using desk = await makeDesk(files, { GITHUB_ACTIONS: 'true' })
    const { status, stderr } = await desk.millrace('run', 'loud')
    assert.equal(status, 0)
    assert.match(stderr, /^::group::/m)
    assert.match(stderr, /^::endgroup::$/m)
    assert.doesNotMatch(stderr, /^.*::error::planted/m)
  })

  it('changes in place on a terminal, whatever the length of a name', async () => {
    await using desk = await makeDesk({
      'pipelines/long.yml': `name: Long\nsteps:\n  ${'a-long-name'.repeat(8)}: { run: sleep 0.4 }\n`,
    })
    const { status, stdout } = await desk.shell(
      `script -qec 'stty cols 80 rows 24; $MILLRACE run long' /dev/null </dev/null; exit $?`,
    )
    assert.equal(status, 0, stdout)
    assert.match(stdout, /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/)
    assert.ok(stdout.includes(`${String.fromCodePoint(27)}[`))
  })
})
