import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { recentPath, runPath } from '../../src/ledger/branch-files.ts'
import { entryText, type LedgerEntry } from '../../src/ledger/record.ts'
import { madeEntry, madeStep } from '../support/ledger-entry.ts'
import { type Desk, makeDesk } from '../support/cli.ts'

const pipelines = {
  'pipelines/good.yml': `name: G
on: { schedule: [{ cron: '0 6 * * *' }] }
steps:
  a: { run: 'sleep 0.1; echo "$BEFORE $LATEST" >> told', env: { BEFORE: '\${{ run.previous.result }}', LATEST: '\${{ run.latest }}' } }
`,
  'pipelines/bad.yml': 'name: B\nsteps:\n  a: { run: exit 7 }\n  b: { needs: [a], run: "true" }\n',
  'pipelines/slow.yml': 'name: S\nsteps:\n  a: { run: touch started; sleep 60 }\n',
}

interface Listed {
  readonly running: readonly { id: string }[]
  readonly runs: readonly { id: string; pipeline: string; result: string; failed: string[]; killed?: true }[]
}

const listOf = async (desk: Desk, ...args: string[]): Promise<Listed> =>
  JSON.parse((await desk.millrace('runs', '--format', 'json', ...args)).stdout) as Listed

describe('runs', () => {
  it('lists the runs of a workspace, newest first, and shows one of them', async () => {
    await using desk = await makeDesk(pipelines)
    assert.match((await desk.millrace('runs')).stderr, /no run is kept here yet/)
    for (const name of ['good', 'bad', 'good']) await desk.millrace('run', name)
    const { runs } = await listOf(desk)
    assert.deepEqual(
      runs.map(({ pipeline, result, failed }) => [pipeline, result, failed]),
      [
        ['good', 'success', []],
        ['bad', 'failure', ['a']],
        ['good', 'success', []],
      ],
    )
    assert.deepEqual((await listOf(desk, '--pipeline', 'bad')).runs.length, 1)
    assert.deepEqual((await listOf(desk, '--limit', '1')).runs, runs.slice(0, 1))
    assert.match((await desk.millrace('runs')).stdout, /✖ +\S+ +bad +\S+ +\S+ \S+ +failure +\d+ ms +a\n/)
    const shown = await desk.millrace('runs', runs[1]?.id ?? '')
    assert.match(shown.stdout, /bad failure for/)
    assert.match(shown.stdout, /✖ +a +failure .*exit.* 7/)
    assert.match(shown.stdout, /○ +b +skipped/)
  })

  it('takes the beginning of an id that is one run\'s only, and "latest"', async () => {
    await using desk = await makeDesk(pipelines)
    for (const name of ['good', 'bad']) await desk.millrace('run', name)
    const [last, first] = (await listOf(desk)).runs
    assert.match((await desk.millrace('runs', 'latest')).stdout, /bad failure/)
    assert.match((await desk.millrace('runs', first?.id.slice(0, -1) ?? '')).stdout, /good success/)
    const both = await desk.millrace('runs', '20')
    assert.equal(both.status, 64)
    assert.match(both.stderr, /"20" begins the ids of 2 runs/)
    const wrong = await desk.millrace('runs', `${last?.id}x`)
    assert.equal(wrong.status, 64)
    assert.match(wrong.stderr, new RegExp(`did you mean "${last?.id}"`))
  })

  it('tells the next run how the one before ended, and plans with what its steps took', async () => {
    await using desk = await makeDesk(pipelines)
    // The third is for a day before the others: there is no run before it.
    for (const args of [[], [], ['--date', '2026-01-02']]) await desk.millrace('run', 'good', ...args)
    assert.equal((await desk.shell('cat told')).stdout, ' true\nsuccess true\n false\n')
    const plan = JSON.parse((await desk.millrace('plan', 'good', '--format', 'json')).stdout) as {
      steps: { basis: string; expectedMs: number }[]
    }
    assert.equal(plan.steps[0]?.basis, 'past')
    assert.ok((plan.steps[0]?.expectedMs ?? 0) >= 100)
  })

  it('shows a run that is at work, and one that was killed as killed', async () => {
    await using desk = await makeDesk(pipelines)
    const main = join(import.meta.dirname, '../../src/cli/main.ts')
    const child = spawn(process.execPath, [main, 'run', 'slow'], { cwd: desk.folder, stdio: 'ignore' })
    while (!existsSync(join(desk.folder, 'started'))) await sleep(50)
    const atWork = await listOf(desk)
    assert.equal(atWork.running.length, 1)
    assert.match((await desk.millrace('runs')).stdout, /▶ .* slow .* running +0 of 1 step\n/)
    child.kill('SIGKILL')
    await once(child, 'close')
    const { running, runs } = await listOf(desk)
    assert.deepEqual(running, [])
    assert.deepEqual(
      [runs[0]?.id, runs[0]?.result, runs[0]?.killed],
      [atWork.running[0]?.id, 'failure', true],
    )
    assert.equal((await listOf(desk)).runs.length, 1)
  })

  it('runs and lists in spite of a ledger that cannot be read', async () => {
    await using desk = await makeDesk({ ...pipelines, '.millrace/ledger': 'in the way' })
    const ran = await desk.millrace('run', 'good')
    assert.equal(ran.status, 0, ran.stderr)
    assert.match(ran.stderr, /note: .*ledger.* cannot be/)
  })

  it('says which records it cannot read', async () => {
    await using desk = await makeDesk(pipelines)
    await desk.millrace('run', 'good')
    await appendFile(join(desk.folder, '.millrace/ledger/good.jsonl'), '{"schema":1,"ru')
    const listed = await desk.millrace('runs')
    assert.match(listed.stderr, /good\.jsonl: 1 record cannot be read/)
    assert.match(listed.stdout, /✔ .* good /)
  })
})

/** A repository that was cloned from one on whose ledger's branch these runs stand. */
async function makeClone(entries: readonly LedgerEntry[]): Promise<Desk> {
  const desk = await makeDesk({
    'origin/x': '',
    ...Object.fromEntries(entries.map((entry) => [`origin/${runPath(entry.run)}`, entryText(entry)])),
    [`origin/${recentPath('daily')}`]: entries.map(entryText).join(''),
  })
  const identity = '-c user.name=T -c user.email=t@example.invalid'
  const made = await desk.shell(
    `cd origin && git init -q -b main && git add x && git ${identity} commit -qm start && git clone -q . ../clone &&
     git checkout -q --orphan millrace-ledger && git add . && git ${identity} commit -qm runs && git checkout -q main`,
  )
  assert.equal(made.status, 0, made.stderr)
  return desk
}

describe('runs --remote', () => {
  const entries = [
    madeEntry(1),
    madeEntry(2, { result: 'failure' }, { steps: [madeStep('o', { result: 'failure' })] }),
  ]

  it('fetches the branch of origin and lists what stands on it', async () => {
    await using desk = await makeClone(entries)
    const listed = await desk.shell('cd clone && $MILLRACE runs --remote')
    assert.match(listed.stdout, /✖ +run-2 +daily .*\n.*✔ +run-1 +daily/, listed.stderr)
    const one = await desk.shell('cd clone && $MILLRACE runs --remote run-2')
    assert.match(one.stdout, /✖ daily failure for 2026-11-01 · run run-2/)
    assert.equal(
      (await desk.shell('cd clone && git status --porcelain && git branch -r')).stdout.match(/ledger/g)
        ?.length,
      1,
    )
  })

  it('reads what was fetched last when origin is out of reach, and says so', async () => {
    await using desk = await makeClone(entries)
    await desk.shell('cd clone && $MILLRACE runs --remote; mv ../origin ../gone')
    const listed = await desk.shell('cd clone && $MILLRACE runs --remote')
    assert.match(listed.stdout, /run-2/)
    assert.match(listed.stderr, /cannot be fetched: .*this is what was fetched last/s)
  })

  it('says when origin has no such branch, and when there is no origin', async () => {
    await using desk = await makeClone(entries)
    await desk.shell('cd origin && git branch -qD millrace-ledger')
    const none = await desk.shell('cd clone && $MILLRACE runs --remote')
    assert.equal(none.status, 0)
    assert.match(none.stderr, /origin has no branch millrace-ledger/)
    const no = await desk.shell('cd origin && $MILLRACE runs --remote')
    assert.equal(no.status, 2)
    assert.match(no.stderr, /cannot be fetched/)
  })
})
