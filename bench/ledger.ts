// How long ten thousand runs of a ledger take to be read, as `millrace runs` does, against parsing their JSON alone, in the
// same process. `node bench/ledger.ts [runs]`
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localLedger } from '../src/adapters/ledger/local-ledger.ts'
import { entryText } from '../src/ledger/record.ts'
import { madeEntry, madeStep } from '../test/support/ledger-entry.ts'
import { interleaved, printRatios } from './measure.ts'

const runs = Number(process.argv[2] ?? 10_000)
const workspace = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
const folder = join(workspace, '.millrace/ledger')
const file = join(folder, 'daily.jsonl')
const steps = ['a', 'b', 'c', 'd'].map((id) => madeStep(id))

mkdirSync(folder, { recursive: true })
writeFileSync(
  file,
  Array.from({ length: runs }, (_, nth) => entryText(madeEntry(nth, {}, { steps }))).join(''),
)

async function parseAlone(): Promise<void> {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  if (lines.map((line): unknown => JSON.parse(line)).length !== runs) throw new Error('not all were parsed')
  await Promise.resolve()
}

async function list(): Promise<void> {
  const { runs: listed } = await localLedger(workspace).read({ limit: 2 * runs })
  if (listed.length !== runs) throw new Error(`${listed.length} runs were listed`)
}

printRatios(
  `a ledger of ${runs} runs of ${steps.length} steps`,
  await interleaved({ 'JSON.parse of its lines': parseAlone, 'the runs, newest first': list }, 9),
)
rmSync(workspace, { recursive: true })
