// Runs the tests: the pure ones in one process with the doors locked, then those that touch the world, a process
// a file. `--machine` runs instead those that need what a bare machine lacks (act, actionlint, a disk to fill): `.ci/run` does.
// The last line is `N passed, N failed`; a suite that ran no test is a failure.
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

interface Suite {
  readonly name: string
  readonly files: readonly string[]
  readonly options: readonly string[]
}

const pureFolders = [
  'diagnostic',
  'source',
  'manifest',
  'expression',
  'graph',
  'schedule',
  'plan',
  'ledger',
  'text',
  'parse',
  'report',
  'workflow',
]
const tools = globSync('test/{workflows,machine}/**/*.test.ts')
const pure = globSync(`test/{${pureFolders.join(',')}}/**/*.test.ts`)
const world = globSync('test/**/*.test.ts').filter((file) => !pure.includes(file) && !tools.includes(file))

const everyday: readonly Suite[] = [
  {
    name: 'pure',
    files: pure,
    options: ['--permission', '--allow-fs-read=*', '--test-isolation=none'],
  },
  { name: 'world', files: world, options: ['--test-concurrency=3'] },
]
const onMachine: readonly Suite[] = [
  { name: 'workflows and machine', files: tools, options: ['--test-concurrency=2'] },
]
/** The processes of the tests compile the same files hundreds of times; the ones before leave them here. */
const compiled = join(tmpdir(), 'millrace-compiled')
const suites = process.argv.includes('--machine') ? onMachine : everyday

let passed = 0
let failed = 0
for (const suite of suites) {
  const counts = await run(suite)
  passed += counts.pass
  failed += counts.fail
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/** Runs one suite and says how it went; what its tests printed is shown only when something failed. */
async function run({ name, files, options }: Suite): Promise<{ pass: number; fail: number }> {
  const child = spawn(process.execPath, [...options, '--test-reporter=spec', '--test', ...files.toSorted()], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { NODE_COMPILE_CACHE: compiled, ...process.env },
  })
  const counts = new Map<string, number>()
  const said: string[] = []
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve))
  for await (const line of createInterface({ input: child.stdout })) {
    const total = /^ℹ (pass|fail|cancelled|skipped) (\d+)$/.exec(line)
    if (total !== null) counts.set(total[1] ?? '', Number(total[2]))
    said.push(line)
  }
  const status = await exit
  const pass = counts.get('pass') ?? 0
  const told = ['fail', 'cancelled', 'skipped'].reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0)
  const fail = status === 0 && pass > 0 ? told : Math.max(1, told)
  if (fail > 0) console.log(said.join('\n'))
  console.log(`${name}: ${pass} passed, ${fail} failed (${files.length} files)`)
  return { pass, fail }
}
