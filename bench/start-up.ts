// How long it takes until something happens, against bare node in the same run: the CLI's --version, `validate` of a
// small manifest, and the Action's `validate`. All from dist/, as users run it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, interleaved, printRatios } from './measure.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
const cli = join(import.meta.dirname, '../dist/cli/main.js')
const action = join(import.meta.dirname, '../dist/action/main.js')
const bare = join(folder, 'bare.mjs')
const manifest = `name: Small
steps:
  orders:
    extract: { csv: data/orders.csv, columns: { id: integer, amount: decimal } }
  totals:
    needs: [orders]
    transform: { sql: select sum(amount) as total from orders }
`

mkdirSync(join(folder, 'pipelines'))
mkdirSync(join(folder, 'data'))
writeFileSync(bare, "console.log('hello')\n")
writeFileSync(join(folder, 'pipelines/small.yml'), manifest)
writeFileSync(join(folder, 'data/orders.csv'), 'id,amount\n1,2.50\n')
const actionEnv = {
  PATH: process.env['PATH'],
  HOME: folder,
  GITHUB_WORKSPACE: folder,
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REPOSITORY: 'acme/widget',
  INPUT_COMMAND: 'validate',
}

const node = process.execPath
printRatios(
  'start-up, whole process',
  await interleaved(
    {
      'bare node': () => command(node, [bare]),
      'millrace --version': () => command(node, [cli, '--version']),
      'millrace validate (2 steps)': () => command(node, [cli, 'validate'], { cwd: folder }),
      'the Action, command: validate': () => command(node, [action], { cwd: folder, env: actionEnv }),
    },
    21,
  ),
  { 'millrace --version': 1.2, 'millrace validate (2 steps)': 2.5, 'the Action, command: validate': 3 },
)
rmSync(folder, { recursive: true })
