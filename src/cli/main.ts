#!/usr/bin/env node
// Answers --version and --help without loading anything; every verb is loaded only when it is asked for.
import { helpText } from './help-text.ts'
import { version } from './version.ts'

const args = process.argv.slice(2)
const [first] = args

if (first === '--version' || first === '-V') process.stdout.write(`${version}\n`)
else if (first === '--help' || first === '-h' || (first === 'help' && args.length === 1))
  process.stdout.write(helpText())
else if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(`error: Millrace needs Node 24 or later; this is ${process.version}\n`)
  process.exitCode = 64
} else {
  // Keeps compiled code between calls, which a laptop has the time to gain from.
  process.getBuiltinModule('node:module').enableCompileCache()
  const { runProgram } = await import('./program.ts')
  const { exit } = await import('../adapters/processes/exit.ts')
  await exit(process, await runProgram(args))
}
