import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { it } from 'node:test'
import { ChangingSite } from './changing-site.ts'

/** More of them: `MILLRACE_SEEDS=40`. */
const seeds = Number(process.env['MILLRACE_SEEDS'] ?? 1)
const runs = 5

const orders = ['id,n\n1,a\n2,b\n', 'id,n\n1,a\n3,b\n4,c\n', 'id,n\n,a\n', undefined]
const names = ['n,name\na,Ada\nb,Bob\n', 'n,name\na,Ann\n']
const sums = ['sum(id)', 'count(*)']

const pipeline = (sum: string) => `
connections: { wh: "sqlite:wh.sqlite" }
inputs: { least: { type: number, default: 0 } }
steps:
  orders: { extract: { csv: SERVER/o.csv } }
  names: { extract: { csv: SERVER/n.csv } }
  local: { extract: { csv: local.csv } }
  daily: { needs: [orders], transform: { sql: "select n, ${sum} as total from orders where id >= \${{ inputs.least }} or id is null group by n" } }
  joined: { needs: [daily, names], transform: { sql: "select n, name, total from daily join names using (n)" } }
  mixed: { needs: [daily, local], transform: { sql: "select * from daily union all select * from local" } }
  publish:
    load: { from: daily, into: wh, table: daily, mode: replace }
    checks: [{ not-null: [total] }]
  merge: { load: { from: joined, into: wh, table: joined, mode: merge, key: [n] } }
  mix: { load: { from: mixed, into: wh, table: mixed, mode: replace } }
  write: { load: { from: joined, file: out.csv } }
  tell: { needs: [publish], if: "\${{ failure() }}", run: "echo failed >> told.txt" }
`

/** What happens to the world before each run; drawn once, done to both sites. */
function drawn(random: () => number) {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const often = <T>(from: readonly T[], last: T): T => (random() < 0.55 ? last : pick(from))
  let last = { o: orders[0], n: names[0], sum: 'sum(id)', local: 'z,9', least: 0 }
  return Array.from({ length: runs }, () => {
    last = {
      o: often(orders, last.o),
      n: often(names, last.n),
      sum: often(sums, last.sum),
      local: often(['z,9', 'z,8'], last.local),
      least: often([0, 2], last.least),
    }
    return {
      ...last,
      etag: random() < 0.7,
      byJob: random() < 0.5,
      cacheLost: random() < 0.2,
      dropped: random() < 0.15 ? pick(['daily', 'joined']) : undefined,
      fileLost: random() < 0.15,
    }
  })
}

/** What a run leaves in the world. */
function stateOf(site: ChangingSite): unknown {
  return {
    tables: ['daily', 'joined', 'mixed'].map((name) => site.table(name)),
    file: site.read('out.csv'),
    told: site.read('told.txt'),
  }
}

async function runIn(site: ChangingSite, step: ReturnType<typeof drawn>[number], fresh: boolean) {
  if (step.o === undefined) site.gone('/o.csv')
  else site.serve('/o.csv', step.o, { etag: step.etag })
  site.serve('/n.csv', step.n ?? '', { etag: step.etag })
  site.write('local.csv', `n,total\n${step.local}\n`)
  if (step.cacheLost) site.forgetCache()
  if (step.fileLost) rmSync(join(site.rig.folder, 'out.csv'), { force: true })
  if (step.dropped !== undefined) {
    using database = new DatabaseSync(join(site.rig.folder, 'wh.sqlite'))
    database.exec(`drop table if exists ${step.dropped}`)
  }
  return site.run(pipeline(step.sum), { fresh, byJob: step.byJob, inputs: { least: step.least } })
}

it('runs that leave out what is unchanged leave the world as runs that leave out nothing', async () => {
  let spared = 0
  for (let seed = 1; seed <= seeds; seed += 1) {
    await using lazy = new ChangingSite()
    await using eager = new ChangingSite()
    const done: unknown[] = []
    for (const step of drawn(mulberry(seed))) {
      const { words, report } = await runIn(lazy, step, false)
      const all = await runIn(eager, step, true)
      done.push(step, words)
      const why = `seed ${seed}: ${JSON.stringify(done, null, 1)}`
      assert.deepEqual(stateOf(lazy), stateOf(eager), why)
      assert.equal(report.result, all.report.result, why)
      spared += Object.values(words).filter((word) => word.startsWith('unchanged')).length
    }
  }
  assert.ok(spared >= seeds, `only ${spared} steps were left out`)
})

function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
