// Every bench, one after another: two at once would measure each other. Says first what it runs on.
import { spawnSync } from 'node:child_process'
import { cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'

const benches = [
  'start-up',
  'plan',
  'steps',
  'legs',
  'ledger',
  'rows',
  'ndjson',
  'postgres',
  'mysql',
  'merge',
  'memory',
]

const [cpu] = cpus()
const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
console.log(
  `${cpus().length} x ${cpu?.model.trim()}, ${memory}, ${type()} ${release()}, node ${process.version}`,
)
const failed = benches.filter((name) => {
  const bench = join(import.meta.dirname, `${name}.ts`)
  return spawnSync(process.execPath, [bench], { stdio: 'inherit' }).status !== 0
})
if (failed.length > 0) throw new Error(`${failed.join(', ')} did not come to an end`)
