#!/usr/bin/env node
// Answers --version and --help without loading anything; every verb is loaded only when it is asked for.
import { helpText } from './help-text.ts'
import { version } from './version.ts'

const args = process.argv.slice(2)
const [first] = args

if (first === '--version' || first === '-V') process.stdout.write(`${version}\n`)
else if (first === '--help' || first === '-h' || (first === 'help' && args.length === 1))
  process.stdout.write(helpText())
else {
  const { runProgram } = await import('./program.ts')
  process.exitCode = await runProgram(args)
}
