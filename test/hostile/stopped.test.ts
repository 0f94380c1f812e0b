import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import {
  filesBelow,
  makeSite,
  type Outcome,
  processesSaying,
  rowsOf,
  type Site,
  told,
  type Told,
} from './rig.ts'

const count = 20_000
const orders = `id,v\n${Array.from({ length: count }, (_, n) => `${n},${n % 97}`).join('\n')}\n`

/** Every kind of step; the script leaves a process behind that would outlive it. */
const manifest = (marker: string) => `
name: All kinds
connections: { db: "sqlite:target.sqlite" }
steps:
  orders: { extract: { csv: orders.csv }, checks: [{ unique: [id] }] }
  script:
    run:
      output: csv
      script: |
        sleep ${marker} > /dev/null 2>&1 &
        printf 'id,w\\n1,a\\n' > "$MILLRACE_OUTPUT"
        sleep 0.3
  tidy: { needs: [orders], transform: { module: "./tidy.ts#tidy" } }
  joined:
    needs: [tidy, script]
    transform: { sql: "select t.id, t.v, s.w from tidy t left join script s using (id)" }
  table: { load: { from: joined, into: db, table: t, mode: replace } }
  file: { load: { from: joined, file: out/t.csv } }
`

const tidy = `export async function* tidy(batches) { for await (const batch of batches) yield batch }\n`
const old = 'id,v,w\n-1,0,old\n'

async function begin(marker: string): Promise<Site> {
  const site = await makeSite({
    'p.yml': manifest(marker),
    'first.yml':
      'steps:\n  o: { extract: { csv: out/t.csv } }\n  l: { load: { from: o, into: db, table: t } }\nconnections: { db: "sqlite:target.sqlite" }\n',
    'orders.csv': orders,
    'tidy.ts': tidy,
    'out/t.csv': old,
  })
  const first = await site.cli('run', 'first.yml')
  assert.equal(first.status, 0, first.stdout + first.stderr)
  return site
}

/** Old or new, never anything between, and nothing half beside it. */
async function assertWhole(site: Site): Promise<void> {
  const [row] = rowsOf(site.path('target.sqlite'), 'select count(*) as n, min(id) as least from t')
  assert([1, count].includes(Number(row?.['n'])), `the table holds ${String(row?.['n'])} rows`)
  const file = await readFile(site.path('out/t.csv'), 'utf8')
  assert(file === old || file.split('\n').length === count + 2, 'the file is the old or the new one')
  assert.deepEqual(rowsOf(site.path('target.sqlite'), 'pragma integrity_check'), [{ integrity_check: 'ok' }])
}

/** Nothing of it runs on; what looks for its parent once a second gets the time to see. */
async function assertGone(site: Site, marker: string): Promise<void> {
  let left: readonly string[] = []
  for (let tries = 0; tries < 50; tries += 1) {
    left = [...(await processesSaying(site.folder)), ...(await processesSaying(`sleep\0${marker}`))]
    if (left.length === 0) return
    await setTimeout(100)
  }
  assert.fail(`still there: ${left.join('\n')}`)
}

async function assertRunsAgain(site: Site, marker: string): Promise<void> {
  const again = told(await site.cli('run', 'p.yml', '--format', 'jsonl'))
  assert.equal(again.status, 0, again.stdout.slice(-2000) + again.stderr)
  assert.equal(rowsOf(site.path('target.sqlite'), 'select count(*) as n from t')[0]?.['n'], count)
  const lines = (await readFile(site.path('out/t.csv'), 'utf8')).split('\n')
  assert.deepEqual([lines.length, lines[0], lines[2]], [count + 2, 'id,v,w', '1,1,a'])
  await assertGone(site, marker)
  const names = [...(await filesBelow(site.path('out'))).keys()].map((name) => basename(name))
  assert.deepEqual(
    names.filter((name) => !name.startsWith('.')),
    ['t.csv'],
    'what a pattern like out/* finds',
  )
}

/** Starts the run and sends the signals, each so many milliseconds after its beginning was told. */
async function stopped(site: Site, at: readonly (readonly [number, NodeJS.Signals])[]): Promise<Outcome> {
  const { child, ended } = site.start('run', 'p.yml', '--format', 'jsonl')
  await new Promise((resolve) => child.stdout?.once('data', resolve))
  let before = 0
  for (const [ms, signal] of at) {
    await setTimeout(ms - before)
    before = ms
    child.kill(signal)
  }
  return ended
}

function assertTold(run: Told): void {
  if (run.status === 0) return assert.equal(run.last?.result, 'success')
  assert.equal(run.status, 2, run.stderr)
  assert(run.last, 'the end is told')
  assert.equal(run.last.result, 'cancelled')
  for (const step of Object.values(run.last.steps))
    assert(['success', 'cancelled', 'skipped'].includes(step.result), step.result)
}

/** The same moments each time: a small generator with a fixed seed. */
function moments(seed: number, howMany: number, mostMs: number): number[] {
  let state = seed
  return Array.from({ length: howMany }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return state % mostMs
  })
}

let markers = 86_400
const newMarker = () => `${(markers += 1)}.${process.pid}`

describe('a run that is told to stop', { concurrency: 2 }, () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    for (const ms of moments(
      signal.length * 7 + (signal.codePointAt(3) ?? 0),
      signal === 'SIGTERM' ? 2 : 1,
      1100,
    )) {
      it(`by ${signal} after ${ms} ms ends whole, says so, leaves nothing and runs again`, async () => {
        const marker = newMarker()
        await using site = await begin(marker)
        assertTold(told(await stopped(site, [[ms, signal]])))
        await assertGone(site, marker)
        await assertWhole(site)
        await assertRunsAgain(site, marker)
      })
    }
  }

  for (const ms of moments(3, 1, 500)) {
    it(`twice, at ${ms} ms, ends at once and leaves no process and no half load`, async () => {
      const marker = newMarker()
      await using site = await begin(marker)
      const { status } = await stopped(site, [
        [ms, 'SIGINT'],
        [ms + 5, 'SIGINT'],
      ])
      assert([130, 2, 0].includes(status ?? -1), `exit code ${status}`)
      await assertGone(site, marker)
      await assertWhole(site)
      await assertRunsAgain(site, marker)
    })
  }
})

describe('a run that is killed outright', { concurrency: 2 }, () => {
  for (const ms of moments(11, 2, 1100)) {
    it(`after ${ms} ms leaves no process, no half load, a readable report, and runs again`, async () => {
      const marker = newMarker()
      await using site = await begin(marker)
      const { stdout } = await stopped(site, [[ms, 'SIGKILL']])
      await assertGone(site, marker)
      await assertWhole(site)
      const run = /"run":"([^"]+)"/.exec(stdout)?.[1] ?? ''
      assert(existsSync(site.path(`.millrace/runs/${run}/plan.json`)))
      const report = await site.cli('report', run)
      assert([0, 2].includes(report.status ?? -1), report.stderr)
      await assertRunsAgain(site, marker)
    })
  }
})
