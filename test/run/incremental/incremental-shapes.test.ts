import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { it } from 'node:test'
import { inProcessSqlite } from '../../support/in-process-sqlite.ts'
import { IncrementalRig } from './incremental-rig.ts'
import { randomOf } from './simulated-source.ts'

/** Of each shape so many lives: `MILLRACE_SEEDS=40`. */
const seeds = Number(process.env['MILLRACE_SEEDS'] ?? 1)
const hour = 3_600_000

const shapes = {
  /** Where the extract stands: in the pipeline, mapped or not, in one that it uses, or in each leg of one. */
  extract: ['here', 'mapped', 'used', 'legs'],
  /** Where the load stands: here, in legs, or beside the extract, wherever that is. */
  load: ['here', 'legs', 'beside'],
  quarantine: ['none', 'extract', 'load'],
  table: ['named', 'env'],
  mode: ['merge', 'append'],
  /** Whether the rows go into files too. */
  file: ['none', 'file'],
} as const

type Shape = { readonly [Name in keyof typeof shapes]: (typeof shapes)[Name][number] }

interface Row {
  readonly id: number
  readonly at: number
  /** Until then a rule puts it aside. */
  readonly mendedAt: number
}

it('whatever the shape of a pipeline, its tables get each row of an incremental extract, and none twice', async () => {
  for (let seed = 1; seed <= seeds; seed += 1) for (const shape of drawn(seed)) await live(shape, seed)
})

/** So many of the shapes that `validate` takes that any two values meet that can. */
function drawn(seed: number): Shape[] {
  const all = Object.entries(shapes).reduce<Record<string, string>[]>(
    (found, [name, values]) => values.flatMap((value) => found.map((one) => ({ ...one, [name]: value }))),
    [{}],
  ) as unknown as Shape[]
  const random = randomOf(seed)
  const left = all.filter(isTaken).toSorted(() => random() - 0.5)
  const unmet = new Set(left.flatMap(pairsOf))
  const newIn = (shape: Shape) => pairsOf(shape).filter((pair) => unmet.has(pair)).length
  const found: Shape[] = []
  while (unmet.size > 0) {
    const most = left.reduce((one, other) => (newIn(other) > newIn(one) ? other : one))
    for (const pair of pairsOf(most)) unmet.delete(pair)
    found.push(most)
  }
  return found
}

function isTaken({ mode, quarantine, load, file, extract }: Shape): boolean {
  if (load === 'beside' && isHere(extract)) return false
  // The dataset of a pipeline whose legs load themselves is not needed here.
  if (load === 'beside' && file === 'file') return false
  return mode === 'merge' || (quarantine === 'none' && load !== 'legs' && file === 'none')
}

function isHere(extract: Shape['extract']): boolean {
  return extract === 'here' || extract === 'mapped'
}

function pairsOf(shape: Shape): string[] {
  const words = Object.entries(shape).map(([name, value]) => `${name} ${value}`)
  return words.flatMap((one, at) => words.slice(at + 1).map((other) => `${one}, ${other}`))
}

/** Runs that fail anywhere, overlap, lose their table; then nothing happens any more, and all must be there. */
async function live(shape: Shape, seed: number): Promise<void> {
  const random = randomOf(seed * 1000 + JSON.stringify(shape).length)
  using rig = new IncrementalRig(manifest(shape), inProcessSqlite({ before() {}, after() {} }))
  rig.write('shared/c.yml', usedManifest(shape))
  const rows: Row[] = []
  let isNested = false
  rig.answer = async ({ searchParams }) => {
    const text = served(rows, rig.now, searchParams.get('part'))
    if (!isNested && random() < 0.2) {
      isNested = true
      rig.now += 60_000
      add(rows, rig.now, random)
      await rig.run()
      isNested = false
    }
    return { text }
  }
  for (let run = 0; run < 4; run += 1) {
    rig.now += hour
    add(rows, rig.now, random)
    const heal = disturb(rig, shape, random)
    await rig.run()
    heal()
  }
  rig.now += 10 * hour
  isNested = true
  const told = `seed ${seed}, ${Object.values(shape).join(' ')}`
  const ends = []
  for (let run = 0; run < 3; run += 1) {
    ends.push(await rig.run())
    rig.now += hour
  }
  const last = ends.at(-1)
  assert.equal(last?.result, 'success', `${told}: ${JSON.stringify(last?.steps)}`)
  const ids = rows.map(({ id }) => id)
  for (const table of tablesOf(shape)) {
    const wanted = ids.filter((id) => isOfTable(shape, table, id))
    assert.deepEqual(idsIn(rig, table), wanted, `${told}: ${table}`)
  }
  if (shape.file === 'file') assert.deepEqual(idsInFiles(rig), ids, `${told}: files`)
}

function add(rows: Row[], now: number, random: () => number): void {
  for (let count = Math.floor(random() * 4); count > 0; count -= 1) {
    const at = now - 1 - Math.floor(random() * 60_000)
    rows.push({ id: rows.length + 1, at, mendedAt: random() < 0.25 ? now + 2 * hour : 0 })
  }
}

function served(rows: readonly Row[], now: number, part: string | null): string {
  return rows
    .filter(({ id }) => part === null || part === partOf(id))
    .map(({ id, at, mendedAt }) =>
      JSON.stringify({ id, at: new Date(at).toISOString(), kind: mendedAt > now ? 'bad' : 'ok' }),
    )
    .join('\n')
}

function partOf(id: number): string {
  return id % 2 === 0 ? 'a' : 'b'
}

const nothing = (): void => {}

/** Something that goes wrong in one run; answers what sets it right, but for a table that is gone. */
function disturb(rig: IncrementalRig, shape: Shape, random: () => number): () => void {
  const tables = tablesOf(shape)
  const table = tables[Math.floor(random() * tables.length)] ?? ''
  const isThere = hasTable(rig, table)
  const luck = random()
  if (luck < 0.25 && isThere) {
    execute(rig, `drop table ${table}`)
    return nothing
  }
  if (luck < 0.6 && isThere) {
    execute(rig, `create trigger wall before insert on ${table} begin select raise(abort, 'wall'); end`)
    return () => {
      execute(rig, 'drop trigger wall')
    }
  }
  if (luck < 0.6) {
    execute(rig, `create view ${table} as select 1 as x`)
    return () => {
      execute(rig, `drop view ${table}`)
    }
  }
  const folder = join(rig.folder, 'out')
  if (luck < 0.8 && !existsSync(folder)) {
    writeFileSync(folder, 'in the way')
    return () => {
      rmSync(folder)
    }
  }
  return nothing
}

const rule = 'checks: [{ accepted-values: { kind: [ok] }, severity: quarantine }]'

function extractStep(shape: Shape, part: string): string {
  return `
  rows:
    extract:
      ndjson: "http://source.test/${part}"
      columns: { id: integer not null, at: timestamp not null, kind: text }
      incremental: { cursor: at, start: 2026-01-01 }
    ${shape.extract === 'mapped' ? 'strategy: { matrix: { part: [a, b] }, fail-fast: false }' : ''}
    ${shape.quarantine === 'extract' ? rule : ''}`
}

function loadStep(shape: Shape, from: string): string {
  const mode = shape.mode === 'merge' ? 'mode: merge, key: [id]' : 'mode: append'
  const ending = shape.load === 'legs' ? '_${{ matrix.to }}' : isPerPart(shape) ? '_${{ inputs.part }}' : ''
  const table = shape.table === 'env' ? '${{ env.TABLE }}' : 'kept'
  const strategy = shape.load === 'legs' ? 'strategy: { matrix: { to: [a, b] }, fail-fast: false }' : ''
  return `
  keep:
    load: { from: ${from}, into: wh, table: "${table}${ending}", ${mode} }
    ${strategy}
    ${shape.quarantine === 'load' ? rule : ''}`
}

const head = `
env: { TABLE: kept }
connections: { wh: "sqlite:wh.sqlite" }`

function manifest(shape: Shape): string {
  const from = isHere(shape.extract) ? 'rows' : 'c/rows'
  const legs =
    'strategy: { matrix: { part: [a, b] }, max-parallel: 1, fail-fast: false }, with: { part: "${{ matrix.part }}" }, '
  const source = isHere(shape.extract)
    ? extractStep(shape, shape.extract === 'mapped' ? '?part=${{ matrix.part }}' : '')
    : `
  c: { ${shape.extract === 'legs' ? legs : ''}uses: ./shared/c.yml }`
  const file = `
  write: { load: { from: ${from}, file: "out/\${{ run.id }}.ndjson" } }`
  return `${shape.load === 'beside' ? '' : head}
steps:${source}${shape.load === 'beside' ? '' : loadStep(shape, from)}${shape.file === 'file' ? file : ''}
`
}

function usedManifest(shape: Shape): string {
  const perPart = shape.extract === 'legs'
  return `${shape.load === 'beside' ? head : ''}
${perPart ? 'inputs: { part: { type: text, required: true } }' : ''}
datasets: { rows: rows }
steps:${extractStep(shape, perPart ? '?part=${{ inputs.part }}' : '')}${shape.load === 'beside' ? loadStep(shape, 'rows') : ''}
`
}

function isPerPart({ extract, load }: Shape): boolean {
  return extract === 'legs' && load === 'beside'
}

function tablesOf(shape: Shape): string[] {
  return shape.load === 'legs' || isPerPart(shape) ? ['kept_a', 'kept_b'] : ['kept']
}

function isOfTable(shape: Shape, table: string, id: number): boolean {
  return !isPerPart(shape) || table === `kept_${partOf(id)}`
}

function hasTable(rig: IncrementalRig, table: string): boolean {
  using database = open(rig)
  return (
    database.prepare("select 1 from sqlite_schema where name = ? and type = 'table'").all(table).length > 0
  )
}

function idsIn(rig: IncrementalRig, table: string): number[] {
  if (!hasTable(rig, table)) return []
  using database = open(rig)
  return database
    .prepare(`select id from ${table} order by id`)
    .all()
    .map(({ id }) => Number(id))
}

function idsInFiles({ folder }: IncrementalRig): number[] {
  const path = join(folder, 'out')
  const lines = existsSync(path)
    ? readdirSync(path).flatMap((name) => readFileSync(join(path, name), 'utf8').trim().split('\n'))
    : []
  const ids = lines.map((line) => Number(/"id":\s*(\d+)/.exec(line)?.[1]))
  return [...new Set(ids)].toSorted((one, other) => one - other)
}

function execute(rig: IncrementalRig, sql: string): void {
  using database = open(rig)
  database.exec(sql)
}

function open({ folder }: IncrementalRig): DatabaseSync {
  return new DatabaseSync(join(folder, 'wh.sqlite'))
}
