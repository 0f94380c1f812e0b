// Writes the commit that a package is made from into it, so that `millrace workflow` can pin the workflows it writes to that
// commit; `--remove` takes it away again. npm runs both, around packing.
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const stamp = join(import.meta.dirname, '../dist/release.json')

if (process.argv.includes('--remove')) rmSync(stamp, { force: true })
else {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim()
  writeFileSync(stamp, `${JSON.stringify({ commit }, null, 2)}\n`)
}
