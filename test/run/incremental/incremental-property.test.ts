import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { inProcessSqlite } from '../../support/in-process-sqlite.ts'
import { IncrementalRig } from './incremental-rig.ts'
import { randomOf, SimulatedSource } from './simulated-source.ts'

const minute = 60_000
const settle = 5 * minute
const lag = 10 * minute
const start = Date.parse('2026-01-01T00:00:00Z')

/** Rows that change, come late and cannot be taken at first: merged by key, some read again. */
const merged = `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  rows:
    extract:
      ndjson: "http://source.test/?from=\${{ window.from }}&to=\${{ window.to }}"
      columns: { id: integer not null, value: integer, at: timestamp not null }
      rejects: { max: 100% }
      incremental: { cursor: at, start: 2026-01-01, lag: 10m, settle: 5m }
  keep: { load: { from: rows, into: wh, table: kept, mode: merge, key: [id] } }
  other: { load: { from: rows, into: wh, table: other, mode: merge, key: [id] } }
`

/** Rows that are there once and stay: added, and none twice. */
const appended = `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  rows:
    extract:
      ndjson: "http://source.test/?from=\${{ window.from }}&to=\${{ window.to }}"
      columns: { id: integer not null, value: integer, at: timestamp not null }
      incremental: { cursor: at, start: 2026-01-01, settle: 15m }
  keep: { load: { from: rows, into: wh, table: kept, mode: append } }
`

describe('whatever happens to an incremental extract', () => {
  it('each row that is settled is merged in its last state, and no cursor goes back', async () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const { source, to, tables } = await lived(merged, seed, { late: settle + lag, changing: true, settle })
      for (const rows of [tables('kept'), tables('other')]) {
        const found = new Map(rows.map(({ id, value, at }) => [id, `${value} ${at}`]))
        assert.equal(found.size, rows.length, `seed ${seed}: a row is there twice`)
        for (const { id, value, at } of source)
          if (at < to) assert.equal(found.get(id), `${value} ${iso(at)}`, `seed ${seed}: row ${id}`)
      }
    }
  })

  it('each row that is settled is appended once', async () => {
    for (let seed = 101; seed <= 105; seed += 1) {
      const about = { late: 15 * minute, changing: false, settle: 15 * minute }
      const { source, to, tables } = await lived(appended, seed, about)
      const ids = tables('kept').map(({ id }) => id)
      const wanted = source.flatMap(({ id, at }) => (at < to ? [id] : []))
      assert.deepEqual(ids.toSorted(numeric), wanted.toSorted(numeric), `seed ${seed}`)
    }
  })
})

interface About {
  /** Rows can be seen this long after their own time, at most. */
  readonly late: number
  readonly changing: boolean
  readonly settle: number
}

/** Some days in the life of a pipeline: rows come, runs die anywhere, overlap, and follow clocks that do not agree. */
async function lived(manifest: string, seed: number, about: About) {
  const random = randomOf(seed)
  const source = new SimulatedSource()
  const skew = Math.round((random() - 0.5) * 60) * minute
  let left = Number.POSITIVE_INFINITY
  const strike = (): void => {
    left -= 1
    if (left === 0) throw new Error('killed')
  }
  using rig = new IncrementalRig(manifest, inProcessSqlite({ before: strike, after: strike }))
  let depth = 0
  rig.answer = async ({ searchParams }) => {
    const [from = 0, to = 0] = ['from', 'to'].map((name) => Date.parse(searchParams.get(name) ?? ''))
    const served = rig.now + skew
    const text = source.textAt(served, random() < 0.5 ? { from, to } : undefined)
    if (depth === 0 && random() < 0.25) {
      depth = 1
      rig.now += 2 * minute
      grow(source, rig.now + skew, random, about)
      await rig.run()
      depth = 0
    }
    return { text, date: new Date(served) }
  }
  const cursors = new Map<string, string>()
  for (let run = 0; run < 9; run += 1) {
    rig.now += Math.ceil(random() * 20) * minute
    grow(source, rig.now + skew, random, about)
    left = random() < 0.5 ? Math.ceil(random() * 90) : Number.POSITIVE_INFINITY
    await rig.run()
    left = Number.POSITIVE_INFINITY
    for (const { step, value } of cursorsOf(rig.folder)) {
      assert.ok(value >= (cursors.get(step) ?? ''), `seed ${seed}: the cursor of ${step} went back`)
      cursors.set(step, value)
    }
  }
  rig.now += 10 * 60 * minute
  depth = 1
  const last = await rig.run()
  assert.equal(last.result, 'success', `seed ${seed}: ${JSON.stringify(last.steps)}`)
  const again = await rig.run()
  assert.equal(again.result, 'success')
  const kept = readTables(rig.folder)
  const to = rig.now - Math.max(0, -skew) - about.settle - 1000
  const wanted = source.rowsAt(rig.now + skew).filter(({ at }) => at >= start)
  return { source: wanted, to, tables: (name: string) => kept(name) }
}

let ids = 0

function grow(source: SimulatedSource, now: number, random: () => number, { late, changing }: About): void {
  for (let count = Math.floor(random() * 6); count > 0; count -= 1) {
    const known = source.versions.at(Math.floor(random() * source.versions.length))
    const id = changing && known !== undefined && random() < 0.4 ? known.id : (ids += 1)
    const at = now - Math.floor(random() * 3) * minute
    const seenFrom = at + Math.floor(random() * late)
    const mendedAt = changing && random() < 0.15 ? now + Math.floor(random() * 60) * minute : 0
    const isNewest = source.versions.every((one) => one.id !== id || one.at < at)
    if (isNewest) source.add({ id, value: Math.floor(random() * 1000), at, seenFrom, mendedAt })
  }
}

function cursorsOf(folder: string): { step: string; value: string }[] {
  return rowsOf(folder, '_millrace_cursors', 'select step, value from _millrace_cursors').map((row) => ({
    step: String(row['step']),
    value: String(row['value']),
  }))
}

function readTables(folder: string) {
  const read = (name: string) =>
    rowsOf(folder, name, `select id, value, at from ${name}`).map((row) => ({
      id: Number(row['id']),
      value: Number(row['value']),
      at: String(row['at']),
    }))
  const all = new Map(['kept', 'other'].map((name) => [name, read(name)]))
  return (name: string) => all.get(name) ?? []
}

function rowsOf(folder: string, table: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(folder, 'wh.sqlite'))
  try {
    const known = database.prepare('select 1 from sqlite_schema where name = ?').all(table)
    return known.length === 0 ? [] : database.prepare(sql).all()
  } finally {
    database.close()
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

function numeric(one: number, other: number): number {
  return one - other
}
