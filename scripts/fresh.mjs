// Runs a script of package.json on a clone that may be fresh. Node 24 is one of the project's own dependencies, so
// the first thing is to install them; this file is plain JavaScript because the Node that runs it may be older.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const npm = (...args) => {
  const { status, error } = spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (error) console.error(`npm could not be started: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

const [script, ...rest] = process.argv.slice(2)
const nodePackage = new URL('../node_modules/node/package.json', import.meta.url)
if (!existsSync(nodePackage)) {
  console.error('Installing the dependencies, Node 24 among them (once) …')
  npm('ci', '--no-audit', '--no-fund', '--loglevel=error')
}
npm('run', '--silent', script, '--', ...rest)
