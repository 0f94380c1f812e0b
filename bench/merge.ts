// A merge of rows that are all there already: it must write none of them. On SQLite and PostgreSQL, `millrace run` of
// CSV → table with `mode: merge`, again and again; each round is asserted to have written nothing.
// `node bench/merge.ts [rows] [rounds]`
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { interleaved, printRatios } from './measure.ts'
import { cli, manifest, RowsWorkspace } from './rows-workspace.ts'
import { startPostgres } from '../test/support/postgres.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const rounds = Number(process.argv[3] ?? 3)
using workspace = new RowsWorkspace(rows)
await using server = await startPostgres({ durable: true })
const load = 'mode: merge, key: [id]'
workspace.add('sqlite', manifest({ load }))
workspace.add('postgres', manifest({ into: await server.database(), load }))
workspace.add('new', manifest({ into: 'sqlite:new.sqlite' }))

/** What the load made of the rows. */
function counts(pipeline: string): { loaded: number; unchanged: number } {
  const lines = execFileSync(process.execPath, [cli, 'run', pipeline, '--format', 'jsonl'], {
    cwd: workspace.folder,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  const ends = lines
    .split('\n')
    .filter((line) => line.includes('"step-finished"') && line.includes('publish'))
  const end: { counts: { loaded: number; unchanged: number } } = JSON.parse(ends.at(-1) ?? '{}')
  return end.counts
}

async function unchanged(pipeline: string): Promise<void> {
  const { loaded, unchanged: kept } = counts(pipeline)
  assert.deepEqual({ loaded, kept }, { loaded: 0, kept: rows }, `${pipeline}: a merge of the same rows wrote`)
}

for (const pipeline of ['sqlite', 'postgres']) assert.equal(counts(pipeline).loaded, rows)
const measured = await interleaved(
  {
    'millrace run, into a new SQLite table': () => workspace.run('new'),
    'merge of unchanged rows, SQLite': () => unchanged('sqlite'),
    'merge of unchanged rows, PostgreSQL': () => unchanged('postgres'),
  },
  rounds,
  () => workspace.clean({ keepTable: true }),
)
printRatios(`Merge of ${rows} rows that are there already: 0 written`, measured)
for (const { name, medianMs } of measured)
  console.log(`  ${name.padEnd(44)} ${Math.round(rows / medianMs)} K rows/s`)
